package dev.hawser.functions;

/**
 * Something wrong with the form of a function.
 *
 * @param line one-based line of the code
 * @param column one-based column of the code
 * @param message what is wrong, for people
 */
public record SyntaxProblem(int line, int column, String message) {}
