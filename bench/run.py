#!/usr/bin/env python3
"""Load on the edge, bare YARP and nginx, interleaved in one run, so that the ratios mean something on a noisy machine.

  bench/run.py [--rounds 3] [--seconds 5] [--connections 32] [--sdk]

--sdk adds the vendor's Edge SDK in workerd (needs npm). All on loopback ports; load generator, upstream and proxy share the
machine. Needs nginx and wrk (apt-get install nginx wrk). Prints one table for docs/benchmarks.md. The CPU figure is the proxy's
own, by request, from /proc.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "load"))
from bed import HERE, Bed, cpu_seconds, fetch, library_path, memory, run_arguments, server_program, wait_for, wrk  # noqa: E402

WEBSITE, EDGE, ADMIN, YARP, NGINX, SDK = 19401, 19402, 19403, 19404, 19405, 19406
IDS = "ajs_user_id=user-red; ajs_anonymous_id=5b0f7a52-0c9b-4a0e-9d43-0f8d6a0a7c11"

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--seconds", type=int, default=5)
arguments.add_argument("--connections", type=int, default=32)
arguments.add_argument("--sdk", action="store_true")
options = arguments.parse_args()


def load(process, url, seconds, headers):
    spent = cpu_seconds(process.pid)
    run = wrk(url, options.connections, seconds, [part for header in headers for part in ("-H", header)])
    spent = cpu_seconds(process.pid) - spent
    return {**run, "cpu": spent / run["count"] * 1e6, "rss": memory(process.pid)}


def first_page(bed, command):
    """Milliseconds from the start of the process to its first page."""
    begin = time.perf_counter()
    process = bed.start("edge-start", *command)
    while True:
        try:
            fetch(f"http://127.0.0.1:{EDGE}/")
            break
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.001)
    took = (time.perf_counter() - begin) * 1000
    bed.stop(process)
    return took


def start_sdk(bed):
    folder = f"{bed.work}/sdk"
    shutil.copytree(f"{HERE}/sdk", folder, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)
    subprocess.run(
        ["node_modules/.bin/esbuild", "worker.mjs", "--bundle", "--format=esm", "--conditions=worker,browser", "--log-level=error", "--outfile=worker.bundle.mjs"],
        cwd=folder, check=True)
    shutil.copy(f"{folder}/node_modules/@segment/analytics-next/dist/umd/standalone.js", f"{bed.work}/www/library.js")
    config = bed.render("sdk/workerd.capnp", "sdk/edge.capnp", WEBSITE=WEBSITE, PORT=SDK)
    sdk = bed.start("sdk", f"{folder}/node_modules/@cloudflare/workerd-linux-64/bin/workerd", "serve", config)
    wait_for(f"http://127.0.0.1:{SDK}/")
    return sdk


def main(bed):
    bed.write_pages()
    bed.start_nginx("upstream", "upstream.conf", WEBSITE=WEBSITE)
    wait_for(f"http://127.0.0.1:{WEBSITE}/")

    site = "Sites:shop:"
    command = [server_program(), *run_arguments([
        f"Listen=http://127.0.0.1:{EDGE}", f"Admin:Listen=http://127.0.0.1:{ADMIN}", f"Data={bed.work}/data",
        site + "Hosts:0=*", site + f"Origin=http://127.0.0.1:{WEBSITE}", site + "WriteKey=WRITEKEY123",
        site + f"Segment:TrackingApi=http://127.0.0.1:{WEBSITE}/v1",
        site + "ProfileWebhook:Username=u", site + "ProfileWebhook:Password=p",
        site + "Variations:0:Path=/", site + "Variations:0:Serve:0:When:Trait=red_group", site + "Variations:0:Serve:0:Path=/red",
    ])]
    starts = [first_page(bed, command) for _ in range(5)]
    edge = bed.start("edge", *command)
    page = wait_for(f"http://127.0.0.1:{EDGE}/")
    push = b'{"type":"identify","userId":"user-red","traits":{"red_group":true},"context":{"personas":{"computation_class":"audience"}}}'
    fetch(f"http://127.0.0.1:{EDGE}/seg/profiles", {"Authorization": "Basic dTpw", "Content-Type": "application/json"}, push)
    assert "The red shop" in fetch(f"http://127.0.0.1:{EDGE}/", {"Cookie": IDS})
    library = library_path(f"http://127.0.0.1:{EDGE}")
    os.makedirs(os.path.dirname(f"{bed.work}/www{library}"))
    with open(f"{bed.work}/www{library}", "w", encoding="utf-8") as file:
        file.write(fetch(f"http://127.0.0.1:{EDGE}{library}"))

    snippet = re.search(r"<script>([^\n]*_writeKey=[^\n]*?)</script>", page).group(1)
    quoted = snippet.replace("\\", "\\\\").replace("'", "\\'").replace("$", "")
    nginx = bed.start_nginx("nginx", "nginx.conf", WEBSITE=WEBSITE, PORT=NGINX, SNIPPET=quoted)
    wait_for(f"http://127.0.0.1:{NGINX}/")
    peers = [("gatehouse", edge, EDGE), ("bare YARP", bed.start_yarp(YARP, f"http://127.0.0.1:{WEBSITE}/"), YARP), ("nginx + sub_filter", nginx, NGINX)]
    if options.sdk:
        peers.append(("Edge SDK 0.2.0 in workerd", start_sdk(bed), SDK))
    rows = [
        ("page, 60 KB, with snippet and cookies", lambda name: "/", []),
        ("page with a variation by stored profile", lambda name: "/", ["Cookie: " + IDS]),
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
            print(f"| {row} | {name} | {mid['rate']:.0f} | {mid['cpu']:.1f} | {ratio:.2f} | {mid['p50']:.2f} | {mid['p99']:.2f} | {mid['rss']:.0f} |")


with Bed() as test_bed:
    main(test_bed)
