# shellcheck shell=bash disable=SC2034
# A Debian of its own for the tests beside this file: made by debootstrap, booted with systemd by systemd-nspawn.
# It shares the network of this computer, so ports 80, 443, 5432, 8000 and 8001 have to be free.
set -euo pipefail

CHECKOUT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
DEBIAN="${DEBIAN:-bookworm}"
MACHINES="${MACHINES:-/var/tmp/site-machines}"  # kept between runs: the bare Debian of each kind
MACHINE="$MACHINES/machine"
DOMAIN=campaign.example

say() { printf '\n=== %s (%d s)\n' "$*" "$SECONDS"; }
stop() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

make_machine() {
    [ "$(id -u)" = 0 ] || stop "systemd-nspawn needs root"
    command -v debootstrap systemd-nspawn nsenter > /dev/null || stop "apt install debootstrap systemd-container"
    mkdir -p "$MACHINES"
    if [ ! -d "$MACHINES/$DEBIAN" ]; then
        rm -rf "$MACHINES/$DEBIAN.new"
        debootstrap --variant=minbase --include=systemd-sysv,dbus,ca-certificates,git,iproute2 "$DEBIAN" \
            "$MACHINES/$DEBIAN.new" > "$MACHINES/debootstrap.log" || stop "see $MACHINES/debootstrap.log"
        mv "$MACHINES/$DEBIAN.new" "$MACHINES/$DEBIAN"
    fi
    rm -rf "$MACHINE"
    cp -a "$MACHINES/$DEBIAN" "$MACHINE"
    # What this computer needs to reach the network, that one needs too.
    cp -a /usr/local/share/ca-certificates/. "$MACHINE/usr/local/share/ca-certificates/" 2> /dev/null || true
    cp /etc/pip.conf "$MACHINE/etc/pip.conf" 2> /dev/null || true
    chroot "$MACHINE" update-ca-certificates > /dev/null 2>&1 || true
    echo "127.0.0.1 localhost $DOMAIN" > "$MACHINE/etc/hosts"
    git clone -q "$CHECKOUT" "$MACHINE/root/site"
    git -C "$MACHINE/root/site" config user.name Test
    git -C "$MACHINE/root/site" config user.email test@campaign.example
}

boot() {
    systemd-nspawn --quiet --boot --directory="$MACHINE" --register=no --keep-unit --resolv-conf=copy-host \
        > "$MACHINES/console.log" 2>&1 < /dev/null &
    NSPAWN=$!
    trap power_off EXIT
    for _ in $(seq 60); do
        sleep 1
        LEADER="$(pgrep -P "$NSPAWN" | head -1)" || continue
        inside systemctl is-system-running --wait > /dev/null 2>&1 || true
        ! inside systemctl is-active -q multi-user.target || return 0
    done
    stop "systemd did not come up; see $MACHINES/console.log"
}

# inside COMMAND…: as root, in the machine's /root/site.
inside() {
    nsenter --target "$LEADER" --mount --uts --ipc --pid --cgroup --wdns=/root/site \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
}

power_off() {
    kill -RTMIN+4 "$LEADER" 2> /dev/null || true
    for _ in $(seq 40); do
        kill -0 "$NSPAWN" 2> /dev/null || return 0
        sleep 1
    done
    kill "$NSPAWN"
}

# install_site [OPTION…]: without options, with a certificate that nobody signed.
install_site() {
    [ $# -gt 0 ] || set -- --self-signed
    inside deploy/install --domain "$DOMAIN" --name "Example" --email "office@$DOMAIN" --mail "file:///srv/site/media/mail" \
        --public-key j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8= "$@"
}

# page PATH: as a browser would get it, through nginx and TLS.
page() {
    curl -sS --cacert "$MACHINE/etc/site/self-signed.pem" --resolve "$DOMAIN:443:127.0.0.1" -m 20 "https://$DOMAIN$1"
}

# shows PATH WORDS: whether a page has these words.
shows() { [[ "$(page "$1")" == *"$2"* ]]; }

# soon PATH WORDS: whether a page has these words within two minutes.
soon() {
    for _ in $(seq 120); do ! shows "$@" || return 0; sleep 1; done
    page "$1"
    return 1
}
