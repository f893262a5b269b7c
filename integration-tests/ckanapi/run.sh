#!/usr/bin/env bash
# Runs the unchanged ckanapi (from PyPI) against a Garner that runs, and checks that what it brings home is what the catalogue holds.
#
#   run.sh URL [TOKEN]      for example: run.sh http://localhost:8080
#
# Needs python3 with venv, and PyPI. Without them it says "skipped" and ends well; a difference ends with status 1.
set -euo pipefail

url=${1:?usage: run.sh URL [TOKEN]}
token=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=4.11

if ! python3 -m venv "$work/venv" >"$work/log" 2>&1 || ! "$work/venv/bin/pip" install -q "ckanapi==$version" >>"$work/log" 2>&1; then
    echo "skipped: ckanapi $version cannot be installed ($(tail -1 "$work/log"))"
    exit 0
fi
ckanapi="$work/venv/bin/ckanapi"
# The command starts workers of its own by this name.
export PATH="$work/venv/bin:$PATH"

failed=0
check() { # what, expected, found
    if [ "$2" = "$3" ]; then
        echo "ok: $1: $3"
    else
        echo "DIFFERENT: $1: expected $2, found $3"
        failed=1
    fi
}

json() { python3 -c "import json, sys; d = json.load(sys.stdin); print($1)"; }
lines() { wc -l <"$1" | tr -d ' '; }

count=$("$ckanapi" action package_search rows:0 -r "$url" | json 'd["count"]')
echo "The catalogue of $url finds $count datasets"
if [ "$count" = 0 ]; then
    echo "skipped: there is nothing to compare; harvest a source first"
    exit 0
fi

"$ckanapi" action package_list -r "$url" >"$work/names"
check "package_list" "$count" "$(json 'len(d)' <"$work/names")"

"$ckanapi" search datasets -r "$url" -O "$work/found.jsonl" 'sort=id asc'
check "search datasets" "$count" "$(lines "$work/found.jsonl")"

"$ckanapi" dump datasets --all -r "$url" -p 3 -q -O "$work/datasets.jsonl"
check "dump datasets --all" "$count" "$(lines "$work/datasets.jsonl")"

"$ckanapi" dump organizations --all -r "$url" -q -O "$work/organizations.jsonl"
check "dump organizations --all" "$("$ckanapi" action organization_list -r "$url" | json 'len(d)')" "$(lines "$work/organizations.jsonl")"

"$ckanapi" dump datasets --all --get-request -r "$url" -p 3 -q -O "$work/by-get.jsonl"
check "dump datasets --all --get-request gives the same" "$(cksum <"$work/datasets.jsonl")" "$(cksum <"$work/by-get.jsonl")"

"$work/venv/bin/python" - "$url" "$token" "$count" "$work/found.jsonl" "$work/datasets.jsonl" <<'PYTHON' || failed=1
import json
import sys
import time

from ckanapi import CKANAPIError, NotAuthorized, NotFound, RemoteCKAN, SearchError, SearchQueryError, ValidationError

url, token, count, found, dumped = sys.argv[1:]
count = int(count)
failed = False


def check(what, good):
    global failed
    print(("ok: " if good else "DIFFERENT: ") + what)
    failed |= not good


def fails(what, error, call):
    try:
        call()
        check("%s raises %s, but nothing was raised" % (what, error.__name__), False)
    except CKANAPIError as e:
        check("%s raises %s: %s" % (what, error.__name__, str(e)[:90]), type(e) is error)


def busy(act, source):
    """Two jobs at once: whichever of them meets the clearing or the other one is refused."""
    act.harvest_job_create(source_id=source["id"])
    act.harvest_job_create(source_id=source["id"])


def idle(act, source):
    """The name of the source, when its background operation is done."""
    for _ in range(120):
        try:
            act.harvest_job_abort(id=act.harvest_job_create(source_id=source["id"])["id"])
            return source["name"]
        except ValidationError as e:
            if "operation" not in str(e):
                act.harvest_job_abort(source_id=source["id"])
                return source["name"]
            time.sleep(0.5)
    return source["name"]


def by_id(path):
    return {d["id"]: d for d in map(json.loads, open(path, encoding="utf-8"))}


check("search and dump bring the same datasets", by_id(found).keys() == by_id(dumped).keys())

with RemoteCKAN(url, user_agent="garner-integration-test") as ckan:
    act = ckan.action
    seen, start = set(), 0
    while True:
        page = act.package_search(rows=100, start=start, sort="id asc")["results"]
        if not page:
            break
        seen.update(d["id"] for d in page)
        start += len(page)
    check("paging by start finds %d" % count, len(seen) == count)
    name = act.package_list(limit=1)[0]
    dataset = act.package_show(id=name)
    check("a dataset by name and by id", act.package_show(id=dataset["id"]) == dataset)
    check("id:UUID and name:SLUG find the same one",
          [[d["id"] for d in act.package_search(q=q)["results"]] for q in ("id:" + dataset["id"], "name:" + name)]
          == [[dataset["id"]]] * 2)
    for resource in dataset["resources"]:
        check("a resource", act.resource_show(id=resource["id"]) == resource)
        check("its views", act.resource_view_list(id=resource["id"]) == [])
    for organization in act.organization_list(all_fields=True):
        check("a publisher", act.organization_show(id=organization["name"])["id"] == organization["id"])
    check("status_show", act.status_show()["ckan_version"].startswith("2."))
    check("license_list", len(act.license_list()) > 10)
    check("harvest_source_list", all(s["status"]["job_count"] >= 0 for s in act.harvest_source_list()))
    fails("package_show of nothing", NotFound, lambda: act.package_show(id="no-such-dataset"))
    fails("package_show without id", ValidationError, lambda: act.package_show())
    fails("harvest_job_list of anybody", NotAuthorized, lambda: act.harvest_job_list())
    fails("a sort order that is none", SearchQueryError, lambda: act.package_search(sort="title sideways"))
    fails("a query that is none", SearchError, lambda: act.package_search(q='title:"'))
    fails("an unknown action", CKANAPIError, lambda: act.package_create(name="x"))

if token:
    with RemoteCKAN(url, apikey=token) as ckan:
        act = ckan.action
        check("harvest_job_list of a sysadmin", isinstance(act.harvest_job_list(), list))
        name = "ckanapi-%d" % time.time()
        # Nobody answers at this address: the job is there to be aborted.
        wanted = {"name": name, "url": "https://%s.invalid/csw" % name, "source_type": "csw", "title": "Made by ckanapi"}
        source = act.harvest_source_create(**wanted)
        check("harvest_source_create gives the source", act.harvest_source_show(id=name)["id"] == source["id"])
        fails("the same source again", ValidationError, lambda: act.harvest_source_create(**wanted))
        fails("a source of nothing", ValidationError, lambda: act.harvest_source_create())
        source["title"] = "Changed by ckanapi"
        check("harvest_source_update takes what harvest_source_show gave",
              act.harvest_source_update(**source)["title"] == "Changed by ckanapi")
        job = act.harvest_job_create(source_id=source["id"], run=True)
        check("harvest_job_create gives the job", act.harvest_job_show(id=job["id"])["source_id"] == source["id"])
        check("harvest_job_abort", act.harvest_job_abort(id=job["id"])["status"] == "Finished")
        check("harvest_job_abort again, by the source", act.harvest_job_abort(source_id=source["id"])["id"] == job["id"])
        check("harvest_jobs_run", act.harvest_jobs_run() == [])
        check("harvest_source_clear", act.harvest_source_clear(id=source["id"])["id"] == source["id"])
        fails("a job while the source is cleared, or after", ValidationError, lambda: busy(act, source))
        act.harvest_source_delete(id=idle(act, source))
        fails("a source that was deleted", NotFound, lambda: act.harvest_source_show(id=name))

sys.exit(1 if failed else 0)
PYTHON

[ "$failed" = 0 ] && echo "ckanapi $version works unchanged against $url"
exit "$failed"
