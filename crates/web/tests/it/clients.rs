//! `/api/v1/`: what clients of the datatracker read from us.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use operations::{AnswerDirectory, import_datatracker, import_documents};
use serde_json::Value;

use crate::made;
use crate::support::{Service, services};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../operations/tests/fixtures/record");
const DOCUMENTATION: &str = include_str!("../../../../docs/datatracker-api.md");

/// The files of a record, and where clients read the same.
const ANSWERS: [(&str, &str); 14] = [
    ("liaisonstatement", "liaisons/liaisonstatement"),
    ("liaisonstatementevent", "liaisons/liaisonstatementevent"),
    ("liaisonstatementattachment", "liaisons/liaisonstatementattachment"),
    ("relatedliaisonstatement", "liaisons/relatedliaisonstatement"),
    ("document", "doc/document"),
    ("group", "group/group"),
    ("person", "person/person"),
    ("liaisonstatementpurposename", "name/liaisonstatementpurposename"),
    ("liaisonstatementstate", "name/liaisonstatementstate"),
    ("liaisonstatementtagname", "name/liaisonstatementtagname"),
    ("liaisonstatementeventtypename", "name/liaisonstatementeventtypename"),
    ("docrelationshipname", "name/docrelationshipname"),
    ("groupstatename", "name/groupstatename"),
    ("grouptypename", "name/grouptypename"),
];

async fn import(service: &Service, record: &Path) {
    let source = AnswerDirectory(record.into());
    import_datatracker(&service.desk, &source, None, &|_| {}, made::now()).await.unwrap();
}

async fn json(service: &Service, path: &str) -> Value {
    let answer = service.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// Goes through all pages of a list, by the addresses that each gives.
async fn all(service: &Service, path: &str) -> Vec<Value> {
    let (mut objects, mut next) = (Vec::new(), format!("/api/v1/{path}/?format=json&limit=0"));
    loop {
        let page = json(service, &next).await;
        objects.extend(page["objects"].as_array().unwrap().iter().cloned());
        match page["meta"]["next"].as_str() {
            Some(more) => next = more.to_owned(),
            None => {
                assert_eq!(page["meta"]["total_count"], objects.len());
                return objects;
            }
        }
    }
}

fn read(record: &Path, file: &str) -> Option<Vec<Value>> {
    let text = std::fs::read(record.join(format!("{file}.json"))).ok()?;
    let answer: Value = serde_json::from_slice(&text).unwrap();
    Some(answer["objects"].as_array().unwrap().clone())
}

/// Returns the fields in which what is read back differs, with how often; a whole object that is missing or not theirs
/// counts as one.
async fn differences(service: &Service, record: &Path) -> BTreeMap<String, usize> {
    let mut differences = BTreeMap::new();
    for (file, path) in ANSWERS {
        let Some(theirs) = read(record, file) else { continue };
        let ours = all(service, path).await;
        let mut seen = BTreeSet::new();
        for object in &theirs {
            let address = object["resource_uri"].as_str().unwrap();
            seen.insert(address);
            let Some(found) = ours.iter().find(|it| it["resource_uri"] == *address) else {
                *differences.entry(format!("{file}: missing")).or_default() += 1;
                continue;
            };
            for (field, value) in object.as_object().unwrap() {
                if found[field] != *value {
                    *differences.entry(format!("{file}.{field}")).or_default() += 1;
                }
            }
        }
        let added = ours.iter().filter(|it| !seen.contains(it["resource_uri"].as_str().unwrap()));
        for _ in added {
            *differences.entry(format!("{file}: added")).or_default() += 1;
        }
    }
    differences
}

/// Returns the exceptions that the documentation lists, with how often each is met in the real record.
fn documented() -> BTreeMap<String, usize> {
    let rows = DOCUMENTATION.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.filter_map(|row| {
        let (what, rest) = row.split_once("` | ")?;
        let (times, _reason) = rest.split_once(" | ")?;
        Some((what.to_owned(), times.parse().ok()?))
    });
    rows.collect()
}

/// The whole real record comes back field for field, but for what the documentation lists with its reason (REC-10).
#[tokio::test]
async fn the_real_record_reads_back_as_it_was_but_for_what_is_documented() {
    let Some(record) = real_record() else { return };
    for (label, service) in services("clients_real").await {
        import(&service, &record).await;
        let found = differences(&service, &record).await;
        assert_eq!(found, documented(), "{label}: docs/datatracker-api.md lists what differs");
        // RFCs and drafts that are known besides add to what is there, and change none of it.
        let documents = record.with_file_name("documents");
        import_documents(&service.desk, &documents).await.unwrap();
        // What is kept of answers may be as old as a quarter of a second.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let mut with_documents = differences(&service, &record).await;
        let added = with_documents.remove("document: added");
        assert!(added.is_some_and(|added| added > 8_000), "{label}: {added:?}");
        assert_eq!(with_documents, documented(), "{label}");
        // A second import changes none of it.
        let before = service.desk.store.change_count().await.unwrap();
        import(&service, &record).await;
        assert_eq!(service.desk.store.change_count().await.unwrap(), before, "{label}");
    }
}

/// Returns where the real record is, if it is here.
fn real_record() -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let data = std::env::var_os("LIAISON_SHARED_DATA").map_or_else(default, PathBuf::from);
    let record = data.join("record");
    if record.exists() {
        return Some(record);
    }
    let required = std::env::var("LIAISON_TEST_REQUIRE").is_ok_and(|value| value == "1");
    assert!(!required, "LIAISON_TEST_REQUIRE wants the real data, and the record is not there");
    eprintln!("skipped: the record of the real data is not here");
    None
}

/// What clients are used to: lists, one object, several by name, schemas, pages; and of what is private, nothing.
#[tokio::test]
async fn clients_of_the_datatracker_read_a_record_from_us() {
    for (label, service) in services("clients_small").await {
        import(&service, FIXTURE.as_ref()).await;
        let mut said = Vec::new();
        for path in [
            "",
            "liaisons/",
            "liaisons/liaisonstatement/?limit=2&order_by=-id&format=json",
            "liaisons/liaisonstatement/40/",
            "liaisons/liaisonstatement/set/41;44;40/",
            "liaisons/liaisonstatement/schema/",
            "liaisons/liaisonstatementevent/?limit=0",
            "liaisons/liaisonstatementattachment/",
            "liaisons/relatedliaisonstatement/",
            "liaisons/liaisonstatementgroupcontacts/",
            "doc/document/?limit=1",
            "group/group/?acronym__startswith=e&order_by=-acronym",
            "person/person/",
            "name/liaisonstatementstate/",
        ] {
            let answer = json(&service, &format!("/api/v1/{path}")).await;
            said.push(format!(
                "/api/v1/{path}\n{}",
                serde_json::to_string_pretty(&answer).unwrap()
            ));
        }
        let said = said.join("\n\n");
        assert!(!said.contains("in confidence"), "{label}");
        insta::assert_snapshot!("read", said);
    }
}

/// Which objects a filter lets through, as the numbers of a list; and what is refused, with the reason.
#[tokio::test]
async fn clients_filter_and_sort_as_they_are_used_to() {
    for (_, service) in services("clients_filters").await {
        import(&service, FIXTURE.as_ref()).await;
        let mut said = Vec::new();
        for query in QUERIES {
            let answer = service.get(&format!("/api/v1/liaisons/{query}")).await;
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            let ids = body["objects"].as_array().map(|objects| {
                let ids: Vec<String> = objects.iter().map(|it| it["id"].to_string()).collect();
                format!("{} of {}", ids.join(" "), body["meta"]["total_count"])
            });
            let words = ids.unwrap_or_else(|| body["error"].to_string());
            said.push(format!("{query}\n    {}: {words}", answer.status.as_u16()));
        }
        insta::assert_snapshot!("filters", said.join("\n"));
    }
}

/// RFCs and drafts that are known stand beside the attachments, by the names and in the words of the datatracker; nothing is told that
/// is not known, and what reads a record back is not touched by them (DOC-1).
#[tokio::test]
async fn clients_read_the_drafts_and_rfcs_that_are_known() {
    const DOCUMENTS: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../operations/tests/fixtures/documents");
    for (label, service) in services("clients_documents").await {
        import(&service, FIXTURE.as_ref()).await;
        let attached = all(&service, "doc/document").await;
        import_documents(&service.desk, DOCUMENTS.as_ref()).await.unwrap();
        let mut tx = service.desk.store.begin("know drafts").await.unwrap();
        tx.save_documents(&drafts()).await.unwrap();
        tx.commit().await.unwrap();
        let documents = all(&service, "doc/document").await;
        assert!(
            attached.iter().all(|one| documents.contains(one)),
            "{label}: they stay as they were"
        );
        let mut said = Vec::new();
        for path in [
            "doc/document/rfc10/",
            "doc/document/bcp14/",
            "doc/document/draft-ietf-tsync-clocks/",
            "doc/document/set/rfc9998;RFC9998;rfc010;bcp3;draft-ietf-tsync-clocks/",
            "doc/document/?type=rfc&order_by=-rfc_number&limit=3",
        ] {
            let answer = json(&service, &format!("/api/v1/{path}")).await;
            let answer = serde_json::to_string_pretty(&answer).unwrap();
            said.push(format!("/api/v1/{path}\n{answer}"));
        }
        for query in [
            "type__slug=draft&order_by=name",
            "type__slug__in=bcp,std,fyi",
            "name__in=rfc10,rfc9998",
            "name__startswith=draft-",
            "std_level=exp",
            "std_level__name__icontains=HIST",
            "intended_std_level__slug__in=ps,exp",
            "stream=ietf",
            "stream__isnull=true&type=draft",
            "group__acronym=tsync",
            "group__isnull=true&type=draft",
            "rfc_number__gte=9000",
            "title__icontains=clocks&type=rfc",
            "type=liai-att&order_by=-time&limit=2",
            "rev__isnull=true",
            "states=1",
        ] {
            let answer = service.get(&format!("/api/v1/doc/document/?{query}")).await;
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            let names = body["objects"].as_array().map(|objects| {
                let names: Vec<&str> =
                    objects.iter().filter_map(|it| it["name"].as_str()).collect();
                format!("{} of {}", names.join(" "), body["meta"]["total_count"])
            });
            let words = names.unwrap_or_else(|| body["error"].to_string());
            said.push(format!("{query}\n    {}: {words}", answer.status.as_u16()));
        }
        insta::assert_snapshot!("documents", said.join("\n\n"));
    }
}

fn drafts() -> [store::DocumentEntry; 3] {
    let draft = |name: &str, status: &str, group: &str| store::DocumentEntry {
        name: name.to_owned(),
        title: "Clocks, as drafted".to_owned(),
        status: status.to_owned(),
        stream: String::new(),
        date: String::new(),
        obsoleted_by: Vec::new(),
        also: Vec::new(),
        group: group.to_owned(),
        intended: String::new(),
    };
    [
        store::DocumentEntry {
            stream: "IETF".to_owned(),
            intended: "PROPOSED STANDARD".to_owned(),
            ..draft("draft-ietf-tsync-clocks", "INTERNET-DRAFT", "tsync")
        },
        draft("draft-lee-kilns", "INTERNET-DRAFT, EXPIRED", "none"),
        store::DocumentEntry { title: String::new(), ..draft("RFC0009", "NOT ISSUED", "") },
    ]
}

const QUERIES: [&str; 53] = [
    "liaisonstatement/?id=40",
    "liaisonstatement/?id__in=40,41&id__in=43",
    "liaisonstatement/?id__range=41,42",
    "liaisonstatement/?id__gt=41&id__lte=43",
    "liaisonstatement/?pk=42",
    "liaisonstatement/?title=On%20frame%20sizes",
    "liaisonstatement/?title__iexact=on%20FRAME%20sizes",
    "liaisonstatement/?title__contains=boundary",
    "liaisonstatement/?title__contains=BOUNDARY",
    "liaisonstatement/?title__icontains=BOUNDARY",
    "liaisonstatement/?title__contains=",
    "liaisonstatement/?title__startswith=Reply",
    "liaisonstatement/?title__iendswith=CLOCKS",
    "liaisonstatement/?title__endswith=of%20boundary%20clocks%20and%20more%20than%20any%20title%20has",
    "liaisonstatement/?deadline=2004-03-31",
    "liaisonstatement/?deadline__year=2004",
    "liaisonstatement/?deadline__month=3",
    "liaisonstatement/?deadline__isnull=true",
    "liaisonstatement/?deadline__lt=2004-04-01",
    "liaisonstatement/?purpose=None",
    "liaisonstatement/?purpose__slug=response",
    "liaisonstatement/?purpose=/api/v1/name/liaisonstatementpurposename/response/",
    "liaisonstatement/?state=posted",
    "liaisonstatement/?state__slug=pending",
    "liaisonstatement/?tags__slug=taken",
    "liaisonstatement/?tags__isnull=true",
    "liaisonstatement/?from_groups__acronym=etu-sg1",
    "liaisonstatement/?from_groups=501",
    "liaisonstatement/?from_groups__type__slug__in=wg,area",
    "liaisonstatement/?attachments__name__endswith=attachment-1",
    "liaisonstatement/?order_by=-deadline&order_by=id",
    "liaisonstatement/?order_by=purpose__order,-id",
    "liaisonstatement/?limit=1&offset=1",
    "liaisonstatement/?limit=1000000000",
    "liaisonstatement/?offset=1000000000",
    "liaisonstatement/?username=me&api_key=secret",
    "liaisonstatementevent/?statement__id=41&type=posted",
    "liaisonstatementevent/?statement=41&time__year=2004",
    "liaisonstatementevent/?time__date=2004-03-01",
    "liaisonstatementevent/?time__gte=2004-03-02T10:00:00Z&order_by=time",
    "liaisonstatementevent/?statement__from_groups__acronym=etu-sg1&by__name__contains=Syst",
    "liaisonstatementevent/?desc__contains=in%20confidence",
    "liaisonstatementattachment/?document__name=liaison-40-attachment-1",
    "liaisonstatementattachment/?removed=true",
    "liaisonstatement/?colour=red",
    "liaisonstatement/?title__near=clocks",
    "liaisonstatement/?id=forty",
    "liaisonstatement/?limit=-1",
    "liaisonstatement/?limit=many",
    "liaisonstatement/?order_by=tags",
    "liaisonstatement/?format=xml",
    "liaisonstatement/?deadline__year=none",
    "liaisonstatement/?title__month=3",
];

/// What is not there, or takes no such request, is told as these clients read it.
#[tokio::test]
async fn clients_are_told_what_is_not_there() {
    for (_, service) in services("clients_nothing").await {
        made::record(&service).await;
        let mut said = Vec::new();
        for path in [
            "nothing/",
            "liaisons/nothing/",
            "liaisons/liaisonstatement/4/",
            "liaisons/liaisonstatement/x/",
            "liaisons/liaisonstatement/1/2/3/4/",
            "name/liaisonstatement/",
        ] {
            let answer = service.get(&format!("/api/v1/{path}")).await;
            said.push(format!("{} {path}: {}", answer.status.as_u16(), answer.text()));
        }
        let posted = axum::http::Request::post("/api/v1/liaisons/liaisonstatement/");
        let answer = service.ask(posted.body(axum::body::Body::empty()).unwrap()).await;
        said.push(format!("{} post: {}", answer.status.as_u16(), answer.text()));
        insta::assert_snapshot!("not_there", said.join("\n"));
        for path in ["liaisonstatement", "liaisonstatementevent", "relatedliaisonstatement"] {
            let list = service.get(&format!("/api/v1/liaisons/{path}/?limit=0")).await.text();
            assert!(!list.contains(made::SECRET), "{path}");
        }
    }
}
