"""What the load benchmarks share: a work folder, processes that end with it, wrk's output, and what the kernel tells of a process."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TICK = os.sysconf("SC_CLK_TCK")


class Bed:
    """A work folder with the peers in it. Everything started here ends, and the folder goes, with the `with` block."""

    def __enter__(self):
        self.nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if not self.nginx or not shutil.which("wrk"):
            raise SystemExit("Missing: nginx or wrk (apt-get install nginx wrk)")
        self.running = []
        self.work = tempfile.mkdtemp(prefix="gatehouse-bench-")
        os.chmod(self.work, 0o755)
        os.makedirs(f"{self.work}/www")
        os.makedirs(f"{self.work}/tmp")
        os.chmod(f"{self.work}/tmp", 0o777)
        return self

    def __exit__(self, *_):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.work, ignore_errors=True)

    def start(self, name, *command):
        log = open(f"{self.work}/{name}.out", "wb")
        process = subprocess.Popen(command, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        self.running.remove(process)

    def render(self, template, target, **values):
        """Writes a template of this folder into the work folder, with @KEY@ replaced, and gives its path."""
        text = open(f"{HERE}/{template}", encoding="utf-8").read()
        for key, value in {"WORK": self.work, **values}.items():
            text = text.replace(f"@{key}@", str(value))
        path = f"{self.work}/{target}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start_nginx(self, name, template, **values):
        return self.start(name, self.nginx, "-p", self.work, "-c", self.render(template, f"{name}.conf", **values))

    def write_pages(self):
        """The website's two home pages, of 60 KB each."""
        for name, title in (("index", "The shop"), ("red", "The red shop")):
            subprocess.run(["python3", f"{HERE}/page.py", "60000", f"{self.work}/www/{name}.html", title], check=True)

    def start_yarp(self, port, upstream):
        publish("bench/load/peer", f"{self.work}/peer")
        yarp = self.start("yarp", "dotnet", f"{self.work}/peer/peer.dll", str(port), upstream)
        wait_for(f"http://127.0.0.1:{port}/")
        return yarp


def publish(project, target):
    subprocess.run(["dotnet", "publish", f"{ROOT}/{project}", "-c", "Release", "--nologo", "-v", "quiet", "-o", target], check=True)


def server_program():
    """The published server; published now when it is not there."""
    program = f"{ROOT}/artifacts/server/gatehouse"
    if not os.path.exists(program):
        publish("src/Gatehouse.Server", os.path.dirname(program))
    return program


def run_arguments(settings):
    """Arguments of `gatehouse run` for settings below `Gatehouse:`."""
    return ["run", *[part for setting in settings for part in ("--set", "Gatehouse:" + setting)]]


def fetch(url, headers=None, data=None):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}, data=data), timeout=5) as answer:
        return answer.read().decode()


def wait_for(url):
    """Waits until something answers, with whatever status, and gives the body of a success."""
    for _ in range(500):
        try:
            return fetch(url)
        except urllib.error.HTTPError:
            return None
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise SystemExit(f"{url} does not answer")


def library_path(edge):
    """Where the loader of an edge says that the library is."""
    loader = fetch(f"{edge}/seg/assets/analytics.js/v1/x/analytics.min.js")
    return "/seg/assets/" + re.search(r"library/[0-9a-f]+\.js", loader).group(0)


def family(pid):
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        for child in open(f"/proc/{pid}/task/{task}/children").read().split():
            found += family(int(child))
    return found


def cpu_seconds(pid):
    """Processor time that a process and its children have used."""
    total = 0
    for member in family(pid):
        fields = open(f"/proc/{member}/stat").read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory(pid):
    """MiB that a process and its children hold."""
    return sum(int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{member}/status").read()).group(1)) for member in family(pid)) / 1024


def wrk(url, connections, seconds, options=(), script_arguments=()):
    """Loads a URL and gives requests, requests a second and latencies in ms. An answer that is not 2xx ends the benchmark."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *options, url]
    if script_arguments:
        command += ["--", *script_arguments]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    count = int(re.search(r"(\d+) requests in", out).group(1))
    if count == 0 or "Non-2xx" in out:
        raise SystemExit(f"{url} did not answer every request with 2xx:\n{out}")
    return {
        "count": count,
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
        "p50": percentile(out, 50),
        "p99": percentile(out, 99),
    }


def percentile(out, number):
    value, unit = re.search(rf"(?m)^\s+{number}%\s+([\d.]+)(us|ms|s|m)$", out).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]
