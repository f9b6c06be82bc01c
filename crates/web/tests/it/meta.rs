//! What search engines and messengers read of a statement's page: schema.org in JSON-LD, and Open Graph.

use serde_json::Value;

use crate::made;
use crate::support::services;

/// What we use of schema.org's vocabulary: the class, the property, and what it may hold there: a class, or a data type.
const VOCABULARY: [(&str, &str, &[&str]); 16] = [
    ("Message", "identifier", &["Text", "URL"]),
    ("Message", "url", &["URL"]),
    ("Message", "name", &["Text"]),
    ("Message", "inLanguage", &["Text"]),
    ("Message", "dateSent", &["Date", "DateTime"]),
    ("Message", "dateReceived", &["DateTime", "Date"]),
    ("Message", "datePublished", &["Date", "DateTime"]),
    ("Message", "sender", &["Organization"]),
    ("Message", "recipient", &["Organization"]),
    ("Message", "messageAttachment", &["MediaObject"]),
    ("Message", "isPartOf", &["Dataset", "URL"]),
    ("MediaObject", "name", &["Text"]),
    ("MediaObject", "contentUrl", &["URL"]),
    ("MediaObject", "encodingFormat", &["Text", "URL"]),
    ("Organization", "name", &["Text"]),
    ("Dataset", "name", &["Text"]),
];
/// A data set also has an address; it is apart since a row is a class with a property.
const MORE: [(&str, &str, &[&str]); 1] = [("Dataset", "url", &["URL"])];

fn fits(value: &Value, kind: &str, faults: &mut Vec<String>) -> bool {
    let text = value.as_str().unwrap_or_default();
    match kind {
        "Text" => !text.is_empty(),
        "URL" => text.starts_with("https://") && !text.contains(' '),
        "Date" => text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10,
        "DateTime" => text.parse::<jiff::Timestamp>().is_ok(),
        class => {
            let is_one = value["@type"] == class;
            if is_one {
                faults.extend(faults_of(value));
            }
            is_one
        }
    }
}

/// Says what of a described thing is not as the vocabulary has it; null says nothing of it.
fn faults_of(thing: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let class = thing["@type"].as_str().unwrap_or_default();
    for (property, value) in thing.as_object().unwrap() {
        if property.starts_with('@') || value.is_null() {
            continue;
        }
        let known = VOCABULARY.iter().chain(&MORE).find(|it| (it.0, it.1) == (class, property));
        let Some((_, _, range)) = known else {
            faults.push(format!("{class} has no {property}"));
            continue;
        };
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            if !range.iter().any(|kind| fits(value, kind, &mut faults)) {
                faults.push(format!("{class}.{property}: {value} is none of {range:?}"));
            }
        }
    }
    faults
}

fn meta<'p>(page: &'p str, property: &str) -> Option<&'p str> {
    let start = format!("<meta property=\"{property}\" content=\"");
    page.split(&start).nth(1)?.split('"').next()
}

#[tokio::test]
async fn what_search_engines_and_messengers_read_of_a_statement_is_in_their_vocabulary() {
    for (label, service) in services("meta").await {
        made::record(&service).await;
        for number in [made::ASKED, made::ANSWER, made::IMPORTED, made::HOSTILE, made::UNAPPROVED] {
            let page = service.get(&format!("/statements/{number}")).await.text();
            let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap();
            let data: Value =
                serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
            assert_eq!(
                (&data["@context"], &data["@type"]),
                (&"https://schema.org".into(), &"Message".into())
            );
            let faults = faults_of(&data);
            assert!(faults.is_empty(), "{label}: {number}: {faults:#?}");
            let url = format!("https://liaison.example.org/statements/{number}");
            assert_eq!(data["url"], url.as_str(), "{label}");

            // The four that Open Graph wants of everything.
            assert_eq!(meta(&page, "og:url"), Some(url.as_str()), "{label}: {number}");
            assert_eq!(meta(&page, "og:type"), Some("article"), "{label}: {number}");
            assert!(
                meta(&page, "og:title").is_some_and(|title| !title.is_empty()),
                "{label}: {number}"
            );
            let image = meta(&page, "og:image").unwrap();
            let path = image.strip_prefix("https://liaison.example.org").unwrap();
            let card = service.get(path).await;
            assert_eq!(card.header("content-type"), "image/png", "{label}: {number}");
            let size = |at: usize| {
                u32::from_be_bytes(card.body[at..at + 4].try_into().unwrap()).to_string()
            };
            assert_eq!(meta(&page, "og:image:width"), Some(size(16).as_str()), "{label}: {number}");
            assert_eq!(
                meta(&page, "og:image:height"),
                Some(size(20).as_str()),
                "{label}: {number}"
            );
        }
    }
}
