#!/usr/bin/env python3
"""How soon the next page knows what an event said, and how many profiles a second follow the log.

  bench/profiles.py [--samples 1000] [--seconds 10] [--rate 1000]

All on loopback ports; load generator, website and server share the machine. Needs nginx and wrk (apt-get install nginx wrk).
Prints the tables for docs/benchmarks.md.
"""
import argparse
import http.client
import os
import re
import subprocess
import sys
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "load"))
from bed import HERE, Bed, cpu_seconds, fetch, memory, run_arguments, server_program, wait_for, wrk  # noqa: E402

WEBSITE, EDGE, ADMIN = 19421, 19422, 19423
PACED = 50

arguments = argparse.ArgumentParser()
arguments.add_argument("--samples", type=int, default=1000)
arguments.add_argument("--seconds", type=int, default=10)
arguments.add_argument("--rate", type=int, default=1000)
options = arguments.parse_args()


def ask(connection, method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{method} {path} was answered {answer.status}")
    return text


def visible(samples):
    """From the answer to a new visitor's first event to the whole of the first page that shows it, in ms: (pages until then, times)."""
    connection = http.client.HTTPConnection("127.0.0.1", EDGE)
    times, at_once, trips = [], 0, []
    for _ in range(samples):
        visitor = str(uuid.uuid4())
        headers = {"Cookie": f"ajs_anonymous_id={visitor}"}
        ask(connection, "POST", "/seg/events/t", f'{{"type":"track","event":"Product Viewed","anonymousId":"{visitor}"}}', headers)
        answered, pages, shown = time.perf_counter(), 0, False
        while not shown:
            began, pages = time.perf_counter(), pages + 1
            shown = b"the visitor's own" in ask(connection, "GET", "/", None, headers)
        now = time.perf_counter()
        times.append((now - answered) * 1000)
        trips.append((now - began) * 1000)
        at_once += pages == 1
    return sorted(times), sorted(trips), at_once / samples


def applied():
    found = re.findall(r'(?m)^gatehouse_profiles\S*\{.*"event_applied".*\} (\d+)', fetch(f"http://127.0.0.1:{ADMIN}/metrics"))
    return sum(map(int, found))


def paced(rate, seconds):
    """A load of so many events a second, about, each of a new visitor."""
    pause = PACED * 1000 // rate
    return subprocess.Popen(
        ["wrk", "-t1", f"-c{PACED}", f"-d{seconds}s", "-s", f"{HERE}/visitors.lua", f"http://127.0.0.1:{EDGE}/seg/events/t", "--", "1", str(pause)],
        stdout=subprocess.DEVNULL)


def show(name, rate, result):
    times, trips, at_once = result
    at = lambda all_of, share: all_of[min(len(all_of) - 1, int(len(all_of) * share))]  # noqa: E731
    print(f"| {name} | {rate:.0f} | {len(times)} | {at_once:.0%} | {at(times, .5):.2f} | {at(times, .99):.2f} | {times[-1]:.2f} | {at(trips, .5):.2f} |", flush=True)


def main(bed):
    for name, text in (("index", "everyone's"), ("red", "the visitor's own")):
        with open(f"{bed.work}/www/{name}.html", "w", encoding="utf-8") as page:
            page.write(f"<!doctype html><html><head><title>Home</title></head><body><h1>{text}</h1></body></html>")
    bed.start_nginx("upstream", "upstream.conf", WEBSITE=WEBSITE)
    wait_for(f"http://127.0.0.1:{WEBSITE}/")
    edge = bed.start("edge", server_program(), *run_arguments([
        f"Listen=http://127.0.0.1:{EDGE}", f"Admin:Listen=http://127.0.0.1:{ADMIN}", f"Data={bed.work}/data",
        "Sites:shop:Hosts:0=*", f"Sites:shop:Origin=http://127.0.0.1:{WEBSITE}", "Sites:shop:WriteKey=k",
        "Sites:shop:ComputedTraits:views:Compute=count", "Sites:shop:ComputedTraits:views:Window=1h", "Sites:shop:ComputedTraits:category:Compute=last", "Sites:shop:ComputedTraits:category:Of=properties.category",
        "Sites:shop:Variations:0:Path=/", "Sites:shop:Variations:0:Serve:0:When:Trait=views", "Sites:shop:Variations:0:Serve:0:When:GreaterOrEqual=1", "Sites:shop:Variations:0:Serve:0:Path=/red",
    ]))
    wait_for(f"http://127.0.0.1:{EDGE}/")
    visible(200)

    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| load | events/s beside | samples | on the very next page | p50 ms | p99 ms | most ms | of which a page, p50 ms |\n|---|---|---|---|---|---|---|---|")
    show("low", 0, visible(options.samples))
    load = paced(options.rate, 600)
    time.sleep(2)
    before, began = applied(), time.perf_counter()
    result = visible(options.samples)
    rate = (applied() - before - options.samples) / (time.perf_counter() - began)
    load.terminate()
    load.wait()
    show("paced", rate, result)

    time.sleep(2)
    before, cpu, began = applied(), cpu_seconds(edge.pid), time.perf_counter()
    sent = wrk(f"http://127.0.0.1:{EDGE}/seg/events/b", 4, options.seconds, ["-s", f"{HERE}/visitors.lua"], ["100", "0"])["count"] * 100
    ended = time.perf_counter() - began
    during = applied() - before
    while applied() - before < sent and time.perf_counter() - began < 120:
        time.sleep(0.1)
    took, done = time.perf_counter() - began, applied() - before
    print(f"\nFlood: {sent} events of {sent} new visitors in {ended:.1f} s, {during / ended:.0f} profiles/s meanwhile; "
          f"{done} applied after {took:.1f} s: {done / took:.0f} profiles/s, {(cpu_seconds(edge.pid) - cpu) / done * 1e6:.0f} CPU µs an event, RSS {memory(edge.pid):.0f} MiB.")


with Bed() as test_bed:
    main(test_bed)
