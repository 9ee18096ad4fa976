# Sourced by benchmarks: goes to the checkout and finds the JDK, Maven and the data home as ./recollect does.
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
. setup/say.sh
RECOLLECT_HOME=$(realpath -m "${RECOLLECT_HOME:-.recollect}")
export RECOLLECT_HOME
. setup/jdk.sh
. setup/maven.sh
