"""A real WordPress from the system's packages, in a folder of its own with its own database server, on loopback only.

Debian: apt install wordpress php-cli php-mysql php-xml mariadb-server
"""

import getpass
import json
import os
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.ports import free_port
from tests.waiting import wait_until

PROGRAM = Path("/usr/share/wordpress")

CONFIG = """<?php
define('DB_NAME', 'blog'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s'); define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', false); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_DEBUG', false);
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT',
          'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) { define($name, str_repeat($name, 5)); }
$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
"""
# It may ask loopback, and nothing but loopback.
NEIGHBOURS = """<?php
add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', fn($ports) => range(1024, 65535));
add_filter('pre_http_request', fn($answer, $given, $url) =>
    parse_url($url, PHP_URL_HOST) === '127.0.0.1' ? $answer : new WP_Error('closed', 'No other hosts.'), 10, 3);
"""

# The smallest theme there is; the package comes without one.
THEME = {
    "style.css": "/* Theme Name: Plain */",
    "index.php": """<!DOCTYPE html><html><head>
<title><?php wp_title(''); bloginfo('name'); ?></title><?php wp_head(); ?>
</head><body><?php while (have_posts()) { the_post(); the_title('<h1>', '</h1>'); the_content(); }
wp_footer(); ?></body></html>""",
}


def is_installed() -> bool:
    return (PROGRAM / "wp-load.php").exists() and all(map(shutil.which, ["php", "mariadbd", "mariadb-install-db"]))


class WordPress:
    def __init__(self, folder: Path):
        self.folder, self.port = folder / "blog", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.socket = folder / "db.sock"

    @property
    def host_port(self) -> str:
        return f"127.0.0.1:{self.port}"

    def php(self, code: str):
        """Run PHP with WordPress loaded and return what it gives to ``answer()``, as JSON."""
        program = (
            f"$_SERVER['HTTP_HOST'] = '{self.host_port}'; require '{self.folder}/wp-load.php';"
            f' function answer($value) {{ echo "\\n" . json_encode($value); }} {code}'
        )
        done = subprocess.run(["php", "-r", program], capture_output=True, text=True, check=True, timeout=60)
        return json.loads(done.stdout.rpartition("\n")[2] or "null")

    def write(self, title: str, body: str) -> int:
        """Publish a post and return its id."""
        post = f"['post_title' => {title!r}, 'post_content' => {body!r}, 'post_status' => 'publish']"
        return self.php(f"answer(wp_insert_post({post}));")

    def do_its_chores(self) -> None:
        """Have it do what it planned for its cron: it sends its pings there."""
        subprocess.run(["php", self.folder / "wp-cron.php"], check=True, timeout=60, capture_output=True)

    def comments(self, post: int) -> list[dict]:
        return self.php(f"answer(get_comments(['post_id' => {post}, 'status' => 'all']));")


@contextmanager
def running(folder: Path):
    """Yield a WordPress with an empty blog, until the block ends."""
    blog = WordPress(folder)
    database = _database(folder, blog.socket)
    shutil.copytree(PROGRAM, blog.folder, ignore=shutil.ignore_patterns("wp-config.php"))
    (blog.folder / "wp-config.php").write_text(CONFIG % {"socket": blog.socket, "url": blog.url})
    plugins = blog.folder / "wp-content" / "mu-plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    (plugins / "neighbours.php").write_text(NEIGHBOURS)
    theme = blog.folder / "wp-content" / "themes" / "plain"
    theme.mkdir(parents=True, exist_ok=True)
    for name, text in THEME.items():
        (theme / name).write_text(text)
    _install(blog)
    # Several workers: while it answers us, it asks us.
    server = subprocess.Popen(
        ["php", "-S", blog.host_port, "-t", blog.folder],
        env={"PHP_CLI_SERVER_WORKERS": "4", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(lambda: _answers(blog.url), 30)
        yield blog
    finally:
        # Its workers do not end with it.
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(10)
        database.terminate()
        database.wait(30)


def _database(folder, socket):
    data, user = folder / "mariadb", getpass.getuser()
    common = ["--no-defaults", f"--datadir={data}", f"--user={user}"]
    install = ["mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(install, check=True, capture_output=True)
    serve = ["mariadbd", *common, f"--socket={socket}", "--skip-networking", f"--pid-file={folder}/db.pid"]
    database = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    create = ["mariadb", "--no-defaults", f"--socket={socket}", "-u", "root", "-e", "CREATE DATABASE blog"]
    wait_until(lambda: subprocess.run(create, capture_output=True).returncode == 0, 60)
    return database


def _install(blog):
    code = (
        f"define('WP_INSTALLING', true); $_SERVER['HTTP_HOST'] = '{blog.host_port}';"
        f" require '{blog.folder}/wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';"
        " wp_install('Another blog', 'bob', 'bob@example.org', true, '', 'correct horse'); switch_theme('plain');"
    )
    subprocess.run(["php", "-r", code], check=True, capture_output=True, timeout=120)


def _answers(url):
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False
