#!/usr/bin/env python3
"""Load on the edge, bare YARP and nginx, interleaved in one run, so that the ratios mean something on a noisy machine.

  bench/run.py [--rounds 3] [--seconds 5] [--connections 32] [--sdk]

--sdk adds the vendor's Edge SDK in workerd (needs npm). All on loopback ports; load generator, upstream and proxy share the machine. Needs nginx and wrk (apt-get install nginx wrk).
Prints one table for docs/benchmarks.md. The CPU figure is the proxy's own, by request, from /proc.
"""
import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
WEBSITE, EDGE, ADMIN, YARP, NGINX, SDK = 19401, 19402, 19403, 19404, 19405, 19406
TICK = os.sysconf("SC_CLK_TCK")

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--seconds", type=int, default=5)
arguments.add_argument("--connections", type=int, default=32)
arguments.add_argument("--sdk", action="store_true")
options = arguments.parse_args()
work = tempfile.mkdtemp(prefix="gatehouse-bench-")
running = []


def start(name, *command):
    log = open(f"{work}/{name}.out", "wb")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    running.append(process)
    return process


def render(template, target, **values):
    text = open(f"{HERE}/load/{template}", encoding="utf-8").read()
    for key, value in {"WORK": work, "WEBSITE": WEBSITE, **values}.items():
        text = text.replace(f"@{key}@", str(value))
    with open(target, "w", encoding="utf-8") as file:
        file.write(text)
    return target


def fetch(url, headers=None, data=None):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}, data=data), timeout=5) as answer:
        return answer.read().decode()


def wait_for(url):
    for _ in range(500):
        try:
            return fetch(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise SystemExit(f"{url} does not answer")


def family(pid):
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        for child in open(f"/proc/{pid}/task/{task}/children").read().split():
            found += family(int(child))
    return found


def cpu_seconds(pid):
    total = 0
    for member in family(pid):
        fields = open(f"/proc/{member}/stat").read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory(pid):
    return sum(int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{member}/status").read()).group(1)) for member in family(pid)) / 1024


def milliseconds(text):
    found = re.match(r"([\d.]+)(us|ms|s)$", text)
    if not found:
        raise SystemExit(f"wrk gave {text!r} for a latency")
    number, unit = found.groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def load(process, url, seconds, headers):
    before = cpu_seconds(process.pid)
    extra = [part for header in headers for part in ("-H", header)]
    out = subprocess.run(["wrk", "-t1", f"-c{options.connections}", f"-d{seconds}s", "--latency", *extra, url], capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(process.pid) - before
    count = int(re.search(r"(\d+) requests in", out).group(1))
    if count == 0:
        raise SystemExit(f"{url} answered nothing:\n{out}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if bad:
        raise SystemExit(f"{url}: {bad.group(1)} answers were not 2xx")
    return {
        "rps": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
        "p50": milliseconds(re.search(r"(?m)^\s+50%\s+(\S+)", out).group(1)),
        "p99": milliseconds(re.search(r"(?m)^\s+99%\s+(\S+)", out).group(1)),
        "cpu": spent / count * 1e6,
        "rss": memory(process.pid),
    }


def library_path():
    """Where the loader says that the library is."""
    loader = fetch(f"http://127.0.0.1:{EDGE}/seg/assets/analytics.js/v1/x/analytics.min.js")
    return "/seg/assets/" + re.search(r"library/[0-9a-f]+\.js", loader).group(0)


def first_page(command):
    """Milliseconds from the start of the process to its first page."""
    begin = time.perf_counter()
    process = start("edge-start", *command)
    while True:
        try:
            fetch(f"http://127.0.0.1:{EDGE}/")
            break
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.001)
    took = (time.perf_counter() - begin) * 1000
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    running.remove(process)
    return took


def start_sdk():
    folder = f"{work}/sdk"
    shutil.copytree(f"{HERE}/load/sdk", folder, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)
    subprocess.run(
        ["node_modules/.bin/esbuild", "worker.mjs", "--bundle", "--format=esm", "--conditions=worker,browser", "--log-level=error", "--outfile=worker.bundle.mjs"],
        cwd=folder, check=True)
    shutil.copy(f"{folder}/node_modules/@segment/analytics-next/dist/umd/standalone.js", f"{work}/www/library.js")
    config = render("sdk/workerd.capnp", f"{folder}/edge.capnp", PORT=SDK)
    return start("sdk", f"{folder}/node_modules/@cloudflare/workerd-linux-64/bin/workerd", "serve", config)


def main():
    for tool in ("wrk", "nginx"):
        if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin"):
            raise SystemExit(f"Missing: {tool} (apt-get install nginx wrk)")
    os.chmod(work, 0o755)
    os.makedirs(f"{work}/www")
    os.makedirs(f"{work}/tmp")
    os.chmod(f"{work}/tmp", 0o777)
    for name, title in (("index", "The shop"), ("red", "The red shop")):
        subprocess.run(["python3", f"{HERE}/load/page.py", "60000", f"{work}/www/{name}.html", title], check=True)
    subprocess.run(["dotnet", "publish", f"{HERE}/load/peer", "-c", "Release", "--nologo", "-v", "quiet", "-o", f"{work}/peer"], check=True)
    edge_program = f"{ROOT}/artifacts/server/gatehouse"
    if not os.path.exists(edge_program):
        subprocess.run(["dotnet", "publish", f"{ROOT}/src/Gatehouse.Server", "-c", "Release", "--nologo", "-v", "quiet", "-o", f"{ROOT}/artifacts/server"], check=True)

    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    start("upstream", nginx, "-p", work, "-c", render("upstream.conf", f"{work}/upstream.conf"))
    wait_for(f"http://127.0.0.1:{WEBSITE}/")
    site = "Gatehouse:Sites:shop:"
    settings = [
        f"Gatehouse:Listen=http://127.0.0.1:{EDGE}", f"Gatehouse:Admin:Listen=http://127.0.0.1:{ADMIN}", f"Gatehouse:Data={work}/data",
        site + "Hosts:0=*", site + f"Origin=http://127.0.0.1:{WEBSITE}", site + "WriteKey=WRITEKEY123",
        site + f"Segment:TrackingApi=http://127.0.0.1:{WEBSITE}/v1",
        site + "ProfileWebhook:Username=u", site + "ProfileWebhook:Password=p",
        site + "Variations:0:Path=/", site + "Variations:0:Serve:0:When:Trait=red_group", site + "Variations:0:Serve:0:Path=/red",
    ]
    command = [edge_program, "run", *[part for setting in settings for part in ("--set", setting)]]
    starts = [first_page(command) for _ in range(5)]
    edge = start("edge", *command)
    page = wait_for(f"http://127.0.0.1:{EDGE}/")
    push = b'{"type":"identify","userId":"user-red","traits":{"red_group":true},"context":{"personas":{"computation_class":"audience"}}}'
    fetch(f"http://127.0.0.1:{EDGE}/seg/profiles", {"Authorization": "Basic dTpw", "Content-Type": "application/json"}, push)
    snippet = re.search(r"<script>([^\n]*_writeKey=[^\n]*?)</script>", page).group(1)
    yarp = start("yarp", "dotnet", f"{work}/peer/peer.dll", str(YARP), f"http://127.0.0.1:{WEBSITE}/")
    wait_for(f"http://127.0.0.1:{YARP}/")
    nginx_conf = render("nginx.conf", f"{work}/nginx.conf", PORT=NGINX, SNIPPET=snippet.replace("\\", "\\\\").replace("'", "\\'").replace("$", ""))
    proxy = start("nginx", nginx, "-p", work, "-c", nginx_conf)
    wait_for(f"http://127.0.0.1:{NGINX}/")

    peers = [("gatehouse", edge, EDGE), ("bare YARP", yarp, YARP), ("nginx + sub_filter", proxy, NGINX)]
    if options.sdk:
        peers.append(("Edge SDK 0.2.0 in workerd", start_sdk(), SDK))
        wait_for(f"http://127.0.0.1:{SDK}/")
    ids = "ajs_user_id=user-red; ajs_anonymous_id=5b0f7a52-0c9b-4a0e-9d43-0f8d6a0a7c11"
    assert "The red shop" in fetch(f"http://127.0.0.1:{EDGE}/", {"Cookie": ids})
    library = library_path()
    os.makedirs(os.path.dirname(f"{work}/www{library}"))
    with open(f"{work}/www{library}", "w", encoding="utf-8") as file:
        file.write(fetch(f"http://127.0.0.1:{EDGE}{library}"))
    rows = [
        ("page, 60 KB, with snippet and cookies", lambda name: "/", []),
        ("page with a variation by stored profile", lambda name: "/", ["Cookie: " + ids]),
        ("library", lambda name: "/seg/ajs/x" if "SDK" in name else library, []),
    ]
    results = {}
    for _, path, headers in rows:
        for name, process, port in peers:
            load(process, f"http://127.0.0.1:{port}{path(name)}", 3, headers)
    for _ in range(options.rounds):
        for row, path, headers in rows:
            for name, process, port in peers:
                results.setdefault((row, name), []).append(load(process, f"http://127.0.0.1:{port}{path(name)}", options.seconds, headers))

    print(f"Start to first page: median {statistics.median(starts):.0f} ms of {len(starts)} (min {min(starts):.0f}, max {max(starts):.0f})\n")
    print("| what | peer | requests/s | CPU µs a request | CPU ratio to bare YARP | p50 ms | p99 ms | RSS MiB |\n|---|---|---|---|---|---|---|---|")
    for row, _, _ in rows:
        for name, _, _ in peers:
            runs, base = results[row, name], results[row, "bare YARP"]
            mid = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            ratio = statistics.median(run["cpu"] / other["cpu"] for run, other in zip(runs, base))
            print(f"| {row} | {name} | {mid['rps']:.0f} | {mid['cpu']:.1f} | {ratio:.2f} | {mid['p50']:.2f} | {mid['p99']:.2f} | {mid['rss']:.0f} |")


try:
    main()
finally:
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    shutil.rmtree(work, ignore_errors=True)
