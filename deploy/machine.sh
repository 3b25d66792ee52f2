# shellcheck shell=bash disable=SC2034
# What deploy/install and deploy/upgrade share: where things lie on the machine, and the steps that both take.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"  # the checkout that is installed
HOME_OF_SITE=/srv/site                # releases/, static/, media/ and links to releases
SETTINGS=/etc/site/environment        # NAME="value", read by systemd and by bash alike
ANSWERS=/etc/site/install.conf        # what deploy/install was told: domain, certificate
NGINX=/etc/nginx/conf.d/site.conf
PORTS=(8000 8001)                     # one serves, the other waits for the next upgrade
KEPT_RELEASES=3

say() { printf '\n== %s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

needs_debian() {
    [ "$(id -u)" = 0 ] || stop "Run this as root: sudo $0"
    case "$(. /etc/os-release && echo "$ID ${VERSION_ID:-}")" in
        "debian 12" | "debian 13") ;;
        *) stop "This is made for Debian 12 and 13. For other systems docs/operators.md has every step." ;;
    esac
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
    umask 022
}

# As bash and systemd (EnvironmentFile=) both read it.
quoted() { printf '"%s"' "$(printf %s "$1" | sed 's/[\\"$`]/\\&/g')"; }

# setting NAME VALUE: write a line into the settings. One that is there stays, and is told when it says something else.
setting() {
    local line
    line="$1=$(quoted "$2")"
    if ! grep -q "^$1=" "$SETTINGS"; then
        [ -z "$(tail -c1 "$SETTINGS")" ] || echo >> "$SETTINGS"
        printf '%s\n' "$line" >> "$SETTINGS"
    elif [ -n "${3:-}" ] && ! grep -qxF "$line" "$SETTINGS"; then
        echo "$1 stays as it is in $SETTINGS; change it there if you want another."
    fi
}

# One at a time: whoever comes second would stop what the first has started.
alone() {
    [ -z "${SITE_ALONE:-}" ] || return 0
    exec 9> /run/site-deploy.lock
    flock -n 9 || stop "An installation or upgrade is going on already."
    export SITE_ALONE=1
}

secret() { python3 -c 'import secrets; print(secrets.token_urlsafe(50))'; }

# with_settings FOLDER COMMAND…: in this folder, as root, with the site's settings.
with_settings() {
    local folder=$1
    shift
    (
        set -a
        # shellcheck source=/dev/null
        . "$SETTINGS"
        cd "$folder" && exec "$@"
    )
}

# in_release FOLDER COMMAND…: the same as the site's user.
in_release() {
    local folder=$1
    shift
    with_settings "$folder" setpriv --reuid site --regid site --init-groups env HOME="$HOME_OF_SITE" "$@"
}

as_postgres() { (cd / && setpriv --reuid postgres --regid postgres --init-groups -- "$@"); }

# new_release: copy the code of this checkout beside the others, with an environment of its own; its folder is $release.
new_release() {
    local name
    name="$(date -u +%Y%m%d-%H%M%S)"
    if git -C "$HERE" rev-parse --verify -q HEAD > /dev/null 2>&1; then
        name="$name-$(git -C "$HERE" rev-parse --short HEAD)"
    fi
    release="$HOME_OF_SITE/releases/$name"
    mkdir -p "$release"
    if [ -d "$HERE/.git" ] || [ -f "$HERE/.git" ]; then
        git -C "$HERE" archive HEAD | tar x -C "$release"
    else
        tar c -C "$HERE" --exclude ./.venv --exclude ./.postgres --exclude ./.demo . | tar x -C "$release"
    fi
    copy_environment "$HOME_OF_SITE/current" "$release"
    # Root's, so that whoever takes over the site's processes cannot change its code.
    with_settings "$release" python3 manage.py version > /dev/null
    with_settings "$release" .venv/bin/python -m compileall -q -x '/\.venv/' .
}

# copy_environment FROM TO: where the same packages are required, so that an upgrade is quick and needs no index of
# packages. manage.py looks whether it fits, and makes it anew where it does not.
copy_environment() {
    local from to=$2
    from="$(readlink -f "$1" || true)"
    if [ -f "$from/.venv/installed" ] && cmp -s "$from/requirements.txt" "$to/requirements.txt"; then
        cp -a "$from/.venv" "$to/.venv"
        grep -rlI "$from/" "$to/.venv/bin" "$to/.venv/pyvenv.cfg" | xargs -r sed -i "s#$from/#$to/#g"
    fi
}

collect_static() {
    # Files of earlier releases stay: pages that are open somewhere still ask for them.
    with_settings "$1" .venv/bin/python manage.py collectstatic --noinput -v 0
}

# point LINK FOLDER: in one step, so that no moment is without it.
point() {
    ln -sfn "$2" "$1.new"
    mv -T "$1.new" "$1"
}

# start_web PORT FOLDER: start the web processes of a release, and wait until they answer a page.
start_web() {
    point "$HOME_OF_SITE/web-$1" "$2"
    systemctl restart "site-web@$1"
    for _ in $(seq 60); do
        sleep 1
        systemctl is-active -q "site-web@$1" || break
        if page_of "$1" /healthz > /dev/null && page_of "$1" / > /dev/null; then return 0; fi
    done
    journalctl -u "site-web@$1" -n 20 --no-pager -o cat >&2 || true
    return 1
}

page_of() {
    curl -sf -m 10 -H "Host: $DOMAIN" -H "X-Forwarded-Proto: $SCHEME" "http://127.0.0.1:$1$2"
}

# nginx_to PORT RELEASE: have nginx, with that release's file, ask the web processes at this port. What it has begun to
# ask the others is ended there.
nginx_to() {
    local largest=$(($(megabytes LARGEST_FILM 500) + 10)) also=''
    [ "$(megabytes LARGEST_DOCUMENT 50)" -lt "$largest" ] || largest=$(($(megabytes LARGEST_DOCUMENT 50) + 10))
    [ ! -s /proc/net/if_inet6 ] || also=yes
    sed -e "s/example\.org/$DOMAIN/g" -e "s/127\.0\.0\.1:8000/127.0.0.1:$1/g" \
        -e "s#ssl_certificate .*;#ssl_certificate $CERTIFICATE;#" \
        -e "s#ssl_certificate_key .*;#ssl_certificate_key $CERTIFICATE_KEY;#" \
        -e "s#/srv/site/\.static/#$HOME_OF_SITE/static/#; s#/srv/site/media/#$HOME_OF_SITE/media/#" \
        -e "s/client_max_body_size 510m;/client_max_body_size ${largest}m;/" \
        -e "${also:+s/^\( *listen \)\(80\|443 ssl\);/&\n\1[::]:\2;/}" \
        "$2/deploy/nginx.conf" > "$NGINX.new"
    cp "$NGINX" "$NGINX.before" 2> /dev/null || true
    mv "$NGINX.new" "$NGINX"
    if ! nginx -t -q; then
        mv "$NGINX" "$NGINX.refused"
        mv "$NGINX.before" "$NGINX" 2> /dev/null || true
        return 1
    fi
    rm -f "$NGINX.before" "$NGINX.refused"
    systemctl reload-or-restart nginx
}

# megabytes NAME DEFAULT: what a setting says.
megabytes() {
    local said
    said="$(sed -n "s/^$1=\"\{0,1\}\([0-9]*\)\"\{0,1\}$/\1/p" "$SETTINGS")"
    echo "${said:-$2}"
}

serving_port() {
    [ ! -f "$NGINX" ] || sed -n 's/^ *server 127\.0\.0\.1:\([0-9]*\);.*/\1/p' "$NGINX" | head -1
}

prepare_backups() {
    install -d -m 700 -o site -g site /var/backups/site
    setting BACKUP_FOLDER /var/backups/site
}

# install_units RELEASE: as that release has them.
install_units() {
    cp -r "$1"/deploy/systemd/. /etc/systemd/system/
    install -m 755 "$1/deploy/site" /usr/local/bin/site
    systemctl daemon-reload
}

remove_old_releases() {
    local used
    used="$(readlink -f "$HOME_OF_SITE"/current "$HOME_OF_SITE"/web-* || true)"
    find "$HOME_OF_SITE/releases" -mindepth 1 -maxdepth 1 -type d | sort -r | tail -n "+$((KEPT_RELEASES + 1))" |
        while read -r folder; do
            grep -qxF "$folder" <<< "$used" || rm -rf "$folder"
        done
}
