// Loaded before azurite: ends it when the JVM that started it closes our input, also when that JVM was killed.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();
