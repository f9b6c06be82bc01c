"""Reads a record through an ordinary client of the datatracker's API, and compares it with the answers in a directory.

    read.py ADDRESS DIRECTORY

Prints how many objects of each kind there are, in how many pages, and each field that differs; exits with 1 if one does.
"""

import json
import pathlib
import sys

import slumber

PARTS = {
    "liaisons": ["liaisonstatement", "liaisonstatementevent", "liaisonstatementattachment", "relatedliaisonstatement"],
    "doc": ["document"],
    "group": ["group"],
    "person": ["person"],
}


def everything(resource):
    """Goes from page to page as the answers say, and returns all objects and how many pages there were."""
    objects, pages, offset = [], 0, 0
    while offset is not None:
        page = resource.get(limit=50, offset=offset)
        objects += page["objects"]
        pages += 1
        offset = page["meta"]["offset"] + page["meta"]["limit"] if page["meta"]["next"] else None
    assert len(objects) == page["meta"]["total_count"], "pages overlap or leave gaps"
    return objects, pages


def key(address):
    return address.rstrip("/").rsplit("/", 1)[1]


def main(address, directory):
    api = slumber.API(f"{address}/api/v1/")
    differs = False
    for part, names in PARTS.items():
        app = getattr(api, part)
        for name in names:
            resource = getattr(app, name)
            ours, pages = everything(resource)
            file = pathlib.Path(directory, f"{name}.json")
            theirs = json.loads(file.read_text())["objects"] if file.exists() else []
            by_address = {it["resource_uri"]: it for it in ours}
            same = 0
            for it in theirs:
                found = by_address.get(it["resource_uri"])
                if found is None:
                    print(f"{it['resource_uri']}: is not there")
                    continue
                other = [field for field, value in it.items() if found[field] != value]
                for field in other:
                    print(f"{it['resource_uri']}: {field} differs")
                differs |= bool(other)
                same += not other
            print(f"{name}: {len(ours)} objects in {pages} pages, {same} of {len(theirs)} as they were")
            if ours:
                one = resource(key(ours[0]["resource_uri"])).get()
                assert one == ours[0], f"{name}: alone it is another than in the list"
                assert resource.schema.get()["fields"]["resource_uri"], f"{name}: no schema"
    statements = api.liaisons.liaisonstatement
    first = statements.get(limit=1)["objects"][0]
    group = api.group.group(key((first["from_groups"] + first["to_groups"])[0])).get()
    both = [statements.get(**{f"{side}_groups__acronym": group["acronym"]}) for side in ("from", "to")]
    assert any(it["id"] == first["id"] for page in both for it in page["objects"]), "not found by its group"
    for known in api.doc.document.get(type="rfc", order_by="rfc_number", limit=5)["objects"]:
        assert api.doc.document(known["name"]).get() == known, f"{known['name']}: alone it is another than in the list"
        level = known["std_level"] and api.name.stdlevelname(key(known["std_level"])).get()["name"]
        print(f"{known['name']} is {level}: {known['title']}")
    for series in ("bcp", "std", "fyi"):
        for known in api.doc.document.get(type=series, limit=1)["objects"]:
            assert api.doc.document(known["name"]).get() == known, f"{known['name']}: alone it is another than in the list"
            print(f"{known['name']}, {api.name.doctypename(key(known['type'])).get()['name']}: {known['title']}")
    try:
        statements.get(colour="red")
        raise AssertionError("a filter that nobody knows was taken")
    except slumber.exceptions.HttpClientError as refused:
        print(refused.response.status_code, refused.response.json()["error"].split(";")[0])
    return differs


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
