#!/usr/bin/env python3
"""Events on the edge, each on disk before it is answered, against bare YARP forwarding the same request, interleaved in one run.

  bench/events.py [--rounds 3] [--seconds 10] [--connections 64] [--durability fsync]

All on loopback ports; load generator, upstream and server share the machine. Needs nginx and wrk (apt-get install nginx wrk).
Prints the tables for docs/benchmarks.md.
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
WEBSITE, EDGE, ADMIN, YARP = 19411, 19412, 19413, 19414
TICK = os.sysconf("SC_CLK_TCK")

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--seconds", type=int, default=10)
arguments.add_argument("--connections", type=int, default=64)
arguments.add_argument("--durability", default="fsync")
options = arguments.parse_args()
work = tempfile.mkdtemp(prefix="gatehouse-bench-")
running = []


def start(name, *command):
    log = open(f"{work}/{name}.out", "wb")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    running.append(process)
    return process


def fetch(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def wait_for(url):
    for _ in range(500):
        try:
            return fetch(url)
        except urllib.error.HTTPError:
            return None
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise SystemExit(f"{url} does not answer")


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def written(pid):
    return int(re.search(r"write_bytes: (\d+)", open(f"/proc/{pid}/io").read()).group(1))


def memory(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024


def milliseconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def load(process, url, seconds, events, host):
    spent, wrote = cpu_seconds(process.pid), written(process.pid)
    # Batches are large; a few connections are enough to have one under way at any time.
    connections = options.connections if events == 1 else max(4, options.connections // 8)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", f"{HERE}/load/events.lua", url, "--", str(events)]
    out = subprocess.run(command + ([host] if host else []), capture_output=True, text=True, check=True).stdout
    spent, wrote = cpu_seconds(process.pid) - spent, written(process.pid) - wrote
    count = int(re.search(r"(\d+) requests in", out).group(1)) * events
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if count == 0 or bad:
        raise SystemExit(f"{url}: {bad.group(1) if bad else 'all'} answers were not 2xx:\n{out}")
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)) * events,
        "p50": milliseconds(re.search(r"50%\s+(\S+)", out).group(1)),
        "p99": milliseconds(re.search(r"\n\s+99%\s+(\S+)", out).group(1)),
        "cpu": spent / count * 1e6,
        "written": wrote / count,
        "rss": memory(process.pid),
    }


def main():
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not nginx or not shutil.which("wrk"):
        raise SystemExit("Missing: nginx or wrk (apt-get install nginx wrk)")
    os.chmod(work, 0o755)
    os.makedirs(f"{work}/www")
    os.makedirs(f"{work}/tmp")
    os.chmod(f"{work}/tmp", 0o777)
    subprocess.run(["dotnet", "publish", f"{HERE}/load/peer", "-c", "Release", "--nologo", "-v", "quiet", "-o", f"{work}/peer"], check=True)
    program = f"{ROOT}/artifacts/server/gatehouse"
    if not os.path.exists(program):
        subprocess.run(["dotnet", "publish", f"{ROOT}/src/Gatehouse.Server", "-c", "Release", "--nologo", "-v", "quiet", "-o", f"{ROOT}/artifacts/server"], check=True)
    text = open(f"{HERE}/load/upstream.conf", encoding="utf-8").read().replace("@WORK@", work).replace("@WEBSITE@", str(WEBSITE))
    with open(f"{work}/upstream.conf", "w", encoding="utf-8") as file:
        file.write(text)
    start("upstream", nginx, "-p", work, "-c", f"{work}/upstream.conf")
    wait_for(f"http://127.0.0.1:{WEBSITE}/v1/t")
    sites = "Gatehouse:Sites:"
    settings = [
        f"Gatehouse:Listen=http://127.0.0.1:{EDGE}", f"Gatehouse:Admin:Listen=http://127.0.0.1:{ADMIN}", f"Gatehouse:Data={work}/data",
        f"Gatehouse:Durability={options.durability}",
        sites + "shop:Hosts:0=*", sites + f"shop:Origin=http://127.0.0.1:{WEBSITE}", sites + "shop:WriteKey=k",
        sites + f"shop:Segment:TrackingApi=http://127.0.0.1:{WEBSITE}/v1",
        sites + "kept:Hosts:0=kept.example", sites + f"kept:Origin=http://127.0.0.1:{WEBSITE}", sites + "kept:WriteKey=k",
    ]
    edge = start("edge", program, "run", *[part for setting in settings for part in ("--set", setting)])
    wait_for(f"http://127.0.0.1:{EDGE}/")
    yarp = start("yarp", "dotnet", f"{work}/peer/peer.dll", str(YARP), f"http://127.0.0.1:{WEBSITE}/")
    wait_for(f"http://127.0.0.1:{YARP}/")

    rows = [
        ("single events", "bare YARP, forwarding", yarp, f"http://127.0.0.1:{YARP}/v1/t", 1, None),
        ("single events", f"gatehouse, {options.durability}", edge, f"http://127.0.0.1:{EDGE}/seg/events/t", 1, "kept.example"),
        ("single events", f"gatehouse, {options.durability}, forwarding meanwhile", edge, f"http://127.0.0.1:{EDGE}/seg/events/t", 1, None),
        ("batches of 100", "bare YARP, forwarding", yarp, f"http://127.0.0.1:{YARP}/v1/b", 100, None),
        ("batches of 100", f"gatehouse, {options.durability}", edge, f"http://127.0.0.1:{EDGE}/seg/events/b", 100, "kept.example"),
    ]
    results = {}
    for _, _, process, url, events, host in rows:
        load(process, url, 2, events, host)
    before = os.getloadavg()[0]
    for _ in range(options.rounds):
        for what, peer, process, url, events, host in rows:
            results.setdefault((what, peer), []).append(load(process, url, options.seconds, events, host))

    print(f"Load of the machine before: {before:.1f} on {os.cpu_count()} cores; {options.rounds} rounds of {options.seconds} s.\n")
    print("| what | peer | events/s | ratio to bare YARP | CPU µs an event | written bytes an event | p50 ms | p99 ms | RSS MiB |\n|---|---|---|---|---|---|---|---|---|")
    for what, peer, *_ in rows:
        runs, base = results[what, peer], results[what, "bare YARP, forwarding"]
        mid = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        ratio = statistics.median(run["rate"] / other["rate"] for run, other in zip(runs, base))
        print(f"| {what} | {peer} | {mid['rate']:.0f} | {ratio:.2f} | {mid['cpu']:.1f} | {mid['written']:.0f} | {mid['p50']:.2f} | {mid['p99']:.2f} | {mid['rss']:.0f} |")
    print("\nOf /metrics:")
    for line in fetch(f"http://127.0.0.1:{ADMIN}/metrics").splitlines():
        if line.startswith(("gatehouse_log", "gatehouse_events", "gatehouse_deliveries")):
            print("  " + line)


try:
    main()
finally:
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
    shutil.rmtree(work, ignore_errors=True)
