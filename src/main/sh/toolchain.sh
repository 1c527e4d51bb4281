# Sourced by ./run and ./test: finds a JDK of 21 or newer, Maven, Node and Chromium, and installs what is missing where that can be done.

MIN_JAVA=21

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# The major version of the JDK in $1, or nothing where there is no JDK (a compiler and jlink are needed, not only a runtime).
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# Every place where a JDK may be, one a line.
jdk_places() {
  [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
  command -v javac >/dev/null && dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
  ls -d /usr/lib/jvm/*/ /opt/java/*/ /opt/jdk*/ "$HOME"/.sdkman/candidates/java/*/ "$HOME"/.jdks/*/ /Library/Java/JavaVirtualMachines/*/Contents/Home/ 2>/dev/null
  return 0
}

newest_jdk() {
  local best=0 home="" place version
  while read -r place; do
    version=$(jdk_version "${place%/}")
    if [ -n "$version" ] && [ "$version" -ge "$MIN_JAVA" ] && [ "$version" -gt "$best" ]; then
      best=$version home=${place%/}
    fi
  done < <(jdk_places)
  echo "$home"
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs the first of the Debian packages named that this Debian has.
apt_first() {
  can_apt || return 1
  [ -n "${APT_UPDATED:-}" ] || { apt-get update -qq >&2 || true; APT_UPDATED=1; }
  local package
  for package in "$@"; do
    if [ -n "$(apt-cache madison "$package" 2>/dev/null)" ]; then
      say "Installing $package"
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null && return 0
    fi
  done
  return 1
}

need_jdk() {
  JAVA_HOME=$(newest_jdk)
  if [ -z "$JAVA_HOME" ]; then
    apt_first openjdk-25-jdk-headless openjdk-21-jdk-headless || true
    JAVA_HOME=$(newest_jdk)
  fi
  [ -n "$JAVA_HOME" ] || die "A JDK of version $MIN_JAVA or newer is needed (Temurin 25, for one). Install it, or point JAVA_HOME at it, and run this again."
  export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
}

need_command() { # command, Debian package, what to say
  command -v "$1" >/dev/null || apt_first "$2" || die "$1 is needed: $3"
}

need_maven() { need_command mvn maven "install Apache Maven 3.8 or newer and run this again."; }

# The page is built by a Node of 20.19 or newer. Where Debian's own is older, npm brings one into the build's folder.
node_fits() { node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null; }

need_node() {
  need_command npm npm "install Node 20.19 or newer, npm included, and run this again."
  node_fits && return 0
  local own=$PWD/target/node
  [ -x "$own/node_modules/.bin/node" ] || npm install --silent --no-save --prefix "$own" node@22 >&2 || true
  PATH=$own/node_modules/.bin:$PATH
  export PATH
  node_fits || die "Node 20.19 or newer is needed to build the page. Install it and run this again."
}

# For the tests of the page.
need_chromium() {
  CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
  if [ -z "$CHROMIUM" ]; then
    apt_first chromium || true
    CHROMIUM=$(command -v chromium || true)
  fi
  [ -n "$CHROMIUM" ] || die "Chromium is needed for the tests of the page: install it and run this again."
  export CHROMIUM
}

maven() { mvn -B -ntp "$@"; }
