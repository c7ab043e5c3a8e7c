#!/usr/bin/env python3
"""Events on the edge, each on disk before it is answered, against bare YARP forwarding the same request, interleaved in one run.

  bench/events.py [--rounds 3] [--seconds 10] [--connections 64] [--durability fsync]
  bench/events.py --half              latency at half of what it can take
  bench/events.py --soak 10 --rate 5000   memory and bytes written, so many minutes of so many events a second, delivered meanwhile

All on loopback ports; load generator, upstream and server share the machine. Needs nginx and wrk (apt-get install nginx wrk).
Prints the tables for docs/benchmarks.md.
"""
import argparse
import os
import re
import statistics
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "load"))
from bed import HERE, Bed, cpu_seconds, fetch, memory, run_arguments, server_program, wait_for, wrk  # noqa: E402

WEBSITE, EDGE, ADMIN, YARP = 19411, 19412, 19413, 19414

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--seconds", type=int, default=10)
arguments.add_argument("--connections", type=int, default=64)
arguments.add_argument("--durability", default="fsync")
arguments.add_argument("--half", action="store_true")
arguments.add_argument("--soak", type=int, metavar="MINUTES")
arguments.add_argument("--rate", type=int, default=5000)
options = arguments.parse_args()
PACED = 256


def written(pid):
    return int(re.search(r"write_bytes: (\d+)", open(f"/proc/{pid}/io").read()).group(1))


def load(process, url, seconds, events, host, rate=None):
    # Batches are large; a few connections are enough to have one under way at any time.
    connections = PACED if rate else options.connections if events == 1 else max(4, options.connections // 8)
    # Lua's pauses are whole ms on average; what comes of them is reported, not what was asked for.
    pace = [host or "", str(max(1, round(PACED * 1000 / rate)))] if rate else [host] if host else []
    spent, wrote = cpu_seconds(process.pid), written(process.pid)
    run = wrk(url, connections, seconds, ["-s", f"{HERE}/events.lua"], [str(events), *pace])
    spent, wrote = cpu_seconds(process.pid) - spent, written(process.pid) - wrote
    count = run["count"] * events
    return {**run, "rate": run["rate"] * events, "cpu": spent / count * 1e6, "written": wrote / count, "rss": memory(process.pid)}


def commits():
    """How many commits took how long at most, by seconds."""
    return {float(le): int(count) for le, count in re.findall(r'(?m)^gatehouse_log_commit_duration_seconds_bucket\{.*le="([\d.]+)"\} (\d+)', fetch(f"http://127.0.0.1:{ADMIN}/metrics"))}


def most(before, after, share):
    """The bucket that a share of the commits in between did not exceed, in ms."""
    grown = {le: after[le] - before.get(le, 0) for le in sorted(after)}
    return next(le for le, count in grown.items() if count >= share * max(grown.values())) * 1000


def half(edge):
    """How long an answer takes when there is as much to do again as is done."""
    url = f"http://127.0.0.1:{EDGE}/seg/events/t"
    load(edge, url, 2, 1, "kept.example")
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {options.rounds} rounds of {options.seconds} s.\n")
    print("| full, events/s | p50 ms | p99 ms | half, events/s | p50 ms | p99 ms | its commits: p50 ms, p99 ms at most |\n|---|---|---|---|---|---|---|")
    for _ in range(options.rounds):
        full = load(edge, url, options.seconds, 1, "kept.example")
        before = commits()
        paced = load(edge, url, options.seconds, 1, "kept.example", full["rate"] / 2)
        after = commits()
        print("| " + " | ".join(f"{run['rate']:.0f} | {run['p50']:.2f} | {run['p99']:.2f}" for run in (full, paced))
              + f" | {most(before, after, .5):g}, {most(before, after, .99):g} |", flush=True)


def soak(bed, edge):
    """What a steady load holds and writes."""
    samples, ended = [], threading.Event()

    def sample():
        while not ended.wait(10):
            samples.append((memory(edge.pid), sum(file.stat().st_size for file in os.scandir(f"{bed.work}/data/log"))))

    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.", flush=True)
    watching = threading.Thread(target=sample)
    watching.start()
    run = load(edge, f"http://127.0.0.1:{EDGE}/seg/events/t", options.soak * 60, 1, None, options.rate)
    ended.set()
    watching.join()
    rss, disk = zip(*samples)
    print(f"Load of the machine after: {os.getloadavg()[0]:.1f}; {options.soak} minutes, {run['count']} events.\n")
    print("| events/s | CPU µs an event | written bytes an event | p50 ms | p99 ms | RSS MiB after 1 min, median, most, last | log on disk MB, most, last |\n|---|---|---|---|---|---|---|")
    print(f"| {run['rate']:.0f} | {run['cpu']:.1f} | {run['written']:.0f} | {run['p50']:.2f} | {run['p99']:.2f} | {rss[min(5, len(rss) - 1)]:.0f}, {statistics.median(rss):.0f}, {max(rss):.0f}, {rss[-1]:.0f} | {max(disk) / 1e6:.0f}, {disk[-1] / 1e6:.0f} |")


def main(bed):
    bed.start_nginx("upstream", "upstream.conf", WEBSITE=WEBSITE)
    wait_for(f"http://127.0.0.1:{WEBSITE}/v1/t")
    edge = bed.start("edge", server_program(), *run_arguments([
        f"Listen=http://127.0.0.1:{EDGE}", f"Admin:Listen=http://127.0.0.1:{ADMIN}", f"Data={bed.work}/data",
        f"Durability={options.durability}",
        "Sites:shop:Hosts:0=*", f"Sites:shop:Origin=http://127.0.0.1:{WEBSITE}", "Sites:shop:WriteKey=k",
        f"Sites:shop:Segment:TrackingApi=http://127.0.0.1:{WEBSITE}/v1",
        "Sites:kept:Hosts:0=kept.example", f"Sites:kept:Origin=http://127.0.0.1:{WEBSITE}", "Sites:kept:WriteKey=k",
    ]))
    wait_for(f"http://127.0.0.1:{EDGE}/")
    if options.half or options.soak:
        half(edge) if options.half else soak(bed, edge)
        print("\nOf /metrics:")
        print_metrics()
        return

    yarp = bed.start_yarp(YARP, f"http://127.0.0.1:{WEBSITE}/")

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
    print_metrics()


def print_metrics():
    for line in fetch(f"http://127.0.0.1:{ADMIN}/metrics").splitlines():
        if line.startswith(("gatehouse_log", "gatehouse_events", "gatehouse_deliveries")):
            print("  " + line)


with Bed() as test_bed:
    main(test_bed)
