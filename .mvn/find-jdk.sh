# shellcheck shell=sh
# Sourced by the launchers. Sets JAVA_HOME to a JDK 25 and exports it, or says what to install and ends.
# Looks at HAWSER_JAVA_HOME, JAVA_HOME, the PATH and the places where package managers put JDKs.

hawser_is_jdk25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

hawser_jdk_candidates() {
  printf '%s\n' "${HAWSER_JAVA_HOME:-}" "${JAVA_HOME:-}"
  hawser_javac=$(command -v javac 2>/dev/null) && {
    hawser_javac=$(readlink -f "$hawser_javac" 2>/dev/null || printf '%s' "$hawser_javac")
    dirname "$(dirname "$hawser_javac")"
  }
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v 25 2>/dev/null
  fi
  printf '%s\n' \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
}

hawser_find_jdk() {
  if [ -n "${HAWSER_JAVA_HOME:-}" ] && ! hawser_is_jdk25 "$HAWSER_JAVA_HOME"; then
    echo "HAWSER_JAVA_HOME is $HAWSER_JAVA_HOME, which is not a JDK 25." >&2
    exit 1
  fi
  hawser_found=$(
    hawser_jdk_candidates | while IFS= read -r candidate; do
      if [ -n "$candidate" ] && hawser_is_jdk25 "$candidate"; then
        printf '%s\n' "$candidate"
        break
      fi
    done
  )
  if [ -z "$hawser_found" ]; then
    cat >&2 <<'MESSAGE'
Hawser needs a JDK 25, and none was found in HAWSER_JAVA_HOME, JAVA_HOME, the PATH or the usual places.
Install one, for example Eclipse Temurin 25 (https://adoptium.net/temurin/releases/?version=25), by
  Debian, Ubuntu   apt install temurin-25-jdk      (repository: https://adoptium.net/installation/linux)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install --cask temurin@25
  SDKMAN           sdk install java 25-tem
or set HAWSER_JAVA_HOME to the folder of one.
MESSAGE
    exit 1
  fi
  JAVA_HOME=$hawser_found
  export JAVA_HOME
}
