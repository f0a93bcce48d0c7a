package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.hawser.workflows.internal.expression.Compilation.Flaw;
import dev.hawser.workflows.internal.expression.Usage.NameUse;
import dev.hawser.workflows.internal.expression.Usage.RootUse;
import dev.hawser.workflows.internal.expression.Usage.StepUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a parsed expression: which names it uses, and which of them do not exist. */
final class Analysis {
  private static final Set<String> NAMESPACES =
      Set.of("math", "base64", "optional", "lists", "strings", "date", "hex", "html", "url");
  private static final Set<String> REGEX_FUNCTIONS =
      Set.of("matches", "extract", "findAll", "replaceRegex");
  private static final Set<String> TYPES =
      Set.of(
          "int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type");

  private final CelAbstractSyntaxTree ast;
  private final Set<String> functions;
  private final Set<RootUse> roots = new LinkedHashSet<>();
  private final Set<StepUse> steps = new LinkedHashSet<>();
  private final Set<Flaw> flaws = new LinkedHashSet<>();
  private final Set<NameUse> secrets = new LinkedHashSet<>();
  private final Set<NameUse> settings = new LinkedHashSet<>();

  private Analysis(CelAbstractSyntaxTree ast, Set<String> functions) {
    this.ast = ast;
    this.functions = functions;
  }

  static Analysis of(CelAbstractSyntaxTree parsed, Set<String> functions) {
    Analysis analysis = new Analysis(parsed, functions);
    analysis.visit(parsed.getExpr(), Set.of());
    return analysis;
  }

  List<Flaw> flaws() {
    return List.copyOf(flaws);
  }

  Usage usage() {
    boolean readsNow = roots.stream().anyMatch(root -> root.name().equals("now"));
    return new Usage(
        new ArrayList<>(roots),
        new ArrayList<>(steps),
        new ArrayList<>(secrets),
        new ArrayList<>(settings),
        readsNow);
  }

  private void visit(CelExpr expr, Set<String> locals) {
    switch (expr.getKind()) {
      case IDENT -> ident(expr, locals);
      case SELECT -> {
        step(expr, locals, expr.select().testOnly());
        if (!named(expr, locals, expr.select().testOnly())) {
          visit(expr.select().operand(), locals);
        }
      }
      case CALL -> call(expr, locals);
      case LIST -> expr.list().elements().forEach(item -> visit(item, locals));
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key(), locals);
                    visit(entry.value(), locals);
                  });
      case STRUCT ->
          flaws.add(
              new Flaw(
                  offset(expr), "there are no message types here; write {\"name\": value}", null));
      case COMPREHENSION -> {
        var loop = expr.comprehension();
        Set<String> inner = new HashSet<>(locals);
        inner.add(loop.iterVar());
        inner.add(loop.iterVar2());
        inner.add(loop.accuVar());
        visit(loop.iterRange(), locals);
        visit(loop.accuInit(), locals);
        visit(loop.loopCondition(), inner);
        visit(loop.loopStep(), inner);
        visit(loop.result(), inner);
      }
      default -> {}
    }
  }

  private void ident(CelExpr expr, Set<String> locals) {
    String name = expr.ident().name();
    if (locals.contains(name) || TYPES.contains(name)) {
      return;
    }
    if (name.equals("secrets")) { // by name they do not come here
      flaws.add(Roots.secretsWithoutName(offset(expr)));
    } else if (Roots.ALL.contains(name)) {
      roots.add(new RootUse(name, offset(expr)));
    } else {
      flaws.add(Roots.unknown(name, offset(expr)));
    }
  }

  private void call(CelExpr expr, Set<String> locals) {
    CelCall call = expr.call();
    String name = call.function();
    CelExpr target = call.target().orElse(null);
    String namespace = namespace(target, locals);
    String fullName = namespace == null ? name : namespace + "." + name;
    boolean internal = name.startsWith("@") || name.contains(".@") || name.startsWith("_");
    if (!internal && !functions.contains(fullName)) {
      flaws.add(unknownFunction(fullName, expr));
      return;
    }
    String usage = CelMessages.macroUsage(name);
    if (usage != null) { // well written, it would be a loop by now
      flaws.add(new Flaw(offset(expr), usage, null));
      return;
    }
    step(expr, locals, false);
    if (named(expr, locals, false)) {
      return;
    }
    regex(call, name);
    if (target != null && namespace == null) {
      visit(target, locals);
    }
    call.args().forEach(argument -> visit(argument, locals));
  }

  /** Notes {@code secrets.X} and {@code settings.X} in all their spellings. */
  private boolean named(CelExpr expr, Set<String> locals, boolean insideHas) {
    Access access = Access.of(expr);
    if (access == null || access.parent().getKind() != Kind.IDENT) {
      return false;
    }
    String root = access.parent().ident().name();
    boolean isSecret = root.equals("secrets");
    if (locals.contains(root) || !(isSecret || root.equals("settings"))) {
      return false;
    }
    roots.add(new RootUse(root, offset(access.parent())));
    boolean optional = access.optional() || insideHas;
    (isSecret ? secrets : settings).add(new NameUse(access.name(), optional, offset(expr)));
    return true;
  }

  /** A regular expression that stands there as a text can be checked. */
  private void regex(CelCall call, String name) {
    if (!REGEX_FUNCTIONS.contains(name) || call.args().isEmpty()) {
      return;
    }
    CelExpr regex = call.args().get(call.target().isPresent() ? 0 : call.args().size() - 1);
    if (regex.getKind() == Kind.CONSTANT
        && regex.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      try {
        Regexes.compile(regex.constant().stringValue());
      } catch (FunctionFailure e) {
        flaws.add(new Flaw(offset(regex), e.getMessage(), null));
      }
    }
  }

  private static @Nullable String namespace(@Nullable CelExpr target, Set<String> locals) {
    if (target == null || target.getKind() != Kind.IDENT) {
      return null;
    }
    String name = target.ident().name();
    return NAMESPACES.contains(name) && !locals.contains(name) ? name : null;
  }

  private Flaw unknownFunction(String name, CelExpr expr) {
    List<String> callable =
        functions.stream().filter(f -> Character.isLetter(f.charAt(0))).toList();
    String suggestion = Names.nearest(name, callable);
    return new Flaw(
        offset(expr),
        "there is no function " + name + "(…)" + Names.didYouMean(suggestion),
        suggestion);
  }

  /** Notes {@code steps.x}, {@code steps.?x}, {@code steps["x"]} and what is read of the step. */
  private void step(CelExpr expr, Set<String> locals, boolean insideHas) {
    Access outer = Access.of(expr);
    if (outer == null) {
      return;
    }
    if (isSteps(outer.parent(), locals)) {
      boolean optional = outer.optional() || insideHas;
      if (steps.stream().noneMatch(s -> s.id().equals(outer.name()) && s.optional())) {
        steps.add(new StepUse(outer.name(), optional, offset(expr)));
      }
      return;
    }
    Access inner = Access.of(outer.parent());
    if (inner != null && isSteps(inner.parent(), locals)) {
      if (!Roots.STEP_FIELDS.contains(outer.name())) {
        flaws.add(Roots.unknownStepField(inner.name(), outer.name(), offset(expr)));
      } else if (insideHas) {
        steps.add(new StepUse(inner.name(), true, offset(expr)));
      }
    }
  }

  private static boolean isSteps(CelExpr expr, Set<String> locals) {
    return expr.getKind() == Kind.IDENT
        && expr.ident().name().equals("steps")
        && !locals.contains("steps");
  }

  private int offset(CelExpr expr) {
    Integer offset = ast.getSource().getPositionsMap().get(expr.id());
    return offset == null ? -1 : offset;
  }

  /** One step down into an object by a constant name. */
  record Access(CelExpr parent, String name, boolean optional) {
    static @Nullable Access of(CelExpr expr) {
      if (expr.getKind() == Kind.SELECT) {
        return new Access(expr.select().operand(), expr.select().field(), false);
      }
      if (expr.getKind() != Kind.CALL || expr.call().args().size() != 2) {
        return null;
      }
      CelCall call = expr.call();
      boolean optional = call.function().equals("_?._") || call.function().equals("_[?_]");
      CelExpr key = call.args().get(1);
      boolean named =
          (optional || call.function().equals("_[_]"))
              && key.getKind() == Kind.CONSTANT
              && key.constant().getKind() == CelConstant.Kind.STRING_VALUE;
      return named ? new Access(call.args().get(0), key.constant().stringValue(), optional) : null;
    }
  }
}
