//! What a reader finds: pages, files and answers for programs.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::made::{self, SECRET, SECRETS};
use crate::support::{Answer, Service, ask_just_started, services};

/// Addresses whose whole answers are kept as snapshots.
const KEPT: [(&str, &str); 18] = [
    ("home", "/"),
    ("list", "/statements"),
    ("search", "/statements?q=clocks&direction=incoming&year=2026&purpose=nonsense"),
    ("nothing", "/statements?q=nothing-fits&page=3"),
    ("asked", "/statements/1"),
    ("answer", "/statements/2"),
    ("withdrawn", "/statements/3"),
    ("imported", "/statements/7"),
    ("hostile", "/statements/8"),
    ("unapproved", "/statements/9"),
    ("history", "/statements/1/history"),
    ("organizations", "/organizations"),
    ("organization", "/organizations/etu"),
    ("group", "/groups/tsync"),
    ("statistics", "/statistics"),
    ("deadlines", "/deadlines"),
    ("deadlines-of-march", "/deadlines?from=2026-03-01&to=2026-03-31&organization=etu"),
    ("open", "/organizations/etu/open"),
];

/// The same for programs.
const FOR_PROGRAMS: [(&str, &str); 18] = [
    ("list.json", "/statements.json?q=leap"),
    ("list.csv", "/statements.csv"),
    ("list.atom", "/statements.atom?group=tsync"),
    ("statement.json", "/statements/1.json"),
    ("documents.json", "/statements/2.json"),
    ("statement.txt", "/statements/1.txt"),
    ("statement.bib", "/statements/1.bib"),
    ("statement.ris", "/statements/1.ris"),
    ("statement.xml", "/statements/1.xml"),
    ("deadlines.atom", "/deadlines.atom"),
    ("deadlines.csv", "/deadlines.csv"),
    ("organizations.csv", "/organizations.csv"),
    ("organizations.json", "/organizations.json"),
    ("organization.atom", "/organizations/kio.atom"),
    ("group.json", "/groups/tsync.json"),
    ("sitemap.xml", "/sitemap.xml"),
    ("statistics.json", "/statistics.json?organization=etu"),
    ("statistics.csv", "/statistics.csv"),
];

/// REC-1, REC-4, REC-10, REC-11, OUT-5: the same on both databases, whole.
#[tokio::test]
async fn pages_show_the_record_as_it_is() {
    for (label, service) in services("pages").await {
        made::record(&service).await;
        for (name, path) in KEPT {
            let answer = service.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{label} {path}");
            insta::with_settings!({ filters => vec![("-[0-9a-f]{12}\\.(css|svg)", "-DIGEST.$1")] }, {
                insta::assert_snapshot!(format!("page-{name}"), main_of(&answer));
            });
        }
    }
}

#[tokio::test]
async fn programs_get_the_same_in_their_own_forms() {
    for (label, service) in services("programs").await {
        made::record(&service).await;
        for (name, path) in FOR_PROGRAMS {
            let answer = service.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{label} {path}");
            let text = match serde_json::from_slice::<serde_json::Value>(&answer.body) {
                Ok(json) => serde_json::to_string_pretty(&json).unwrap(),
                Err(_) => answer.text().replace("><", ">\n<").replace('\r', ""),
            };
            let kind = answer.header("content-type");
            insta::assert_snapshot!(format!("answer-{name}"), format!("{kind}\n\n{text}"));
        }
    }
}

/// REC-1: whoever may not see it gets the answer of what does not exist, on every surface.
#[tokio::test]
async fn what_is_not_posted_is_nowhere() {
    for (label, service) in services("nowhere").await {
        made::record(&service).await;
        for number in SECRETS {
            for rest in [
                "",
                ".json",
                ".txt",
                ".eml",
                "/history",
                "/attachments/1/zanzibar.txt",
                "/attachments/1/x",
            ] {
                let secret = service.get(&format!("/statements/{number}{rest}")).await;
                let absent = service.get(&format!("/statements/77{rest}")).await;
                assert_eq!(secret.status, StatusCode::NOT_FOUND, "{label} {number}{rest}");
                assert!(!secret.text().contains(SECRET), "{label} {number}{rest}");
                assert_eq!(
                    secret.text().replace(&format!("/statements/{number}"), "/statements/77"),
                    absent.text(),
                    "{label} {number}{rest}"
                );
            }
            for place in ["lib/dt/documents", "documents"] {
                let file = service.get(&format!("/{place}/LIAISON/{SECRET}{number}.txt")).await;
                assert_eq!(file.status, StatusCode::NOT_FOUND, "{label} {place}");
            }
        }
        let lists = KEPT.map(|(_, path)| path.to_owned()).into_iter();
        let answers = FOR_PROGRAMS.map(|(_, path)| path.to_owned()).into_iter();
        let searches =
            ["", ".json", ".csv", ".atom"].map(|form| format!("/statements{form}?q={SECRET}"));
        let states =
            ["draft", "in-review", "dropped"].map(|state| format!("/statements?state={state}"));
        for path in lists.chain(answers).chain(states) {
            let answer = service.get(&path).await;
            assert!(!answer.text().contains(SECRET), "{label} {path}: {}", answer.text());
        }
        for path in searches {
            let answer = service.get(&path).await;
            assert!(!answer.text().contains("of clocks"), "{label} {path}: {}", answer.text());
        }
    }
}

/// Whatever others write is shown and never run.
#[tokio::test]
async fn hostile_words_are_only_words() {
    for (label, service) in services("hostile").await {
        made::record(&service).await;
        for path in [
            "/",
            "/statements?q=hostile",
            "/statements/8",
            "/statements/8/history",
            "/statements.atom",
        ] {
            let text = without_data(&service.get(path).await.text());
            let is_shown =
                ["&lt;script&gt;", "&#60;script&#62;"].iter().any(|it| text.contains(it));
            assert!(is_shown || path.ends_with("history"), "{label} {path} shows it");
            for live in ["<script", "<img", "onerror=\"", "href=\"javascript"] {
                assert!(!text.contains(live), "{label} {path}: {live}");
            }
        }
    }
}

/// Returns a page without the one block of data that describes a statement to search engines, which is JSON and holds
/// nothing that could end it.
fn without_data(page: &str) -> String {
    let Some((before, rest)) = page.split_once("<script type=\"application/ld+json\">") else {
        return page.to_owned();
    };
    let (data, after) = rest.split_once("</script>").unwrap();
    assert!(!data.contains(['<', '>', '&']), "{data}");
    assert!(serde_json::from_str::<serde_json::Value>(data).unwrap().is_object());
    format!("{before}{after}")
}

/// No address of a person is on a page as a program would collect it.
#[tokio::test]
async fn pages_hold_no_address_to_collect() {
    for (label, service) in services("addresses").await {
        made::record(&service).await;
        let about = ("about", "/about");
        for (_, path) in KEPT.into_iter().chain([about]) {
            let text = service.get(path).await.text();
            assert!(!text.contains("@example"), "{label} {path}");
            assert!(!text.contains("mailto:"), "{label} {path}");
        }
        assert!(service.get("/statements/1").await.text().contains("eve [at] example.com"));
    }
}

#[tokio::test]
async fn files_come_as_they_came_and_run_nowhere() {
    for (label, service) in services("files").await {
        made::record(&service).await;
        let mut said = Vec::new();
        let paths = [
            "/statements/1/attachments/1/LS%2014.pdf",
            "/statements/1/attachments/1/other.pdf",
            "/statements/1/attachments/2/page.html",
            "/statements/1/attachments/3/link",
            "/statements/1/attachments/4/hidden.txt",
            "/statements/1/attachments/5/note%20%C3%BC.txt",
            "/statements/1/attachments/99/LS%2014.pdf",
            "/statements/1/attachments/x/LS%2014.pdf",
            "/statements/7/attachments/1/file39.doc",
            "/statements/8/attachments/1/%3Cscript%3E%22%3B%20x%3Dy.html",
            "/lib/dt/documents/LIAISON/file14.pdf",
            "/documents/LIAISON/file14.pdf",
            "/documents/LIAISON/hidden14.txt",
            "/documents/LIAISON/nothing.pdf",
        ];
        for path in paths {
            let answer = service.get(path).await;
            said.push(format!("{path}\n  {}", answer.status));
            if answer.status.is_client_error() {
                continue;
            }
            for name in [
                "location",
                "content-type",
                "content-disposition",
                "content-security-policy",
                "x-content-type-options",
                "cache-control",
                "etag",
            ] {
                if !answer.header(name).is_empty() {
                    said.push(format!("  {name}: {}", answer.header(name)));
                }
            }
        }
        insta::assert_snapshot!("files", said.join("\n"), label);
    }
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    for (label, service) in services("unchanged").await {
        made::record(&service).await;
        let path = "/documents/LIAISON/file14.pdf";
        let first = service.get(path).await;
        assert_eq!(first.text(), "%PDF-1.7\nletter", "{label}");
        let again = Request::get(path).header("if-none-match", first.header("etag"));
        let again = service.ask(again.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{label}");
    }
}

#[tokio::test]
async fn old_addresses_lead_on() {
    for (label, service) in services("old").await {
        made::record(&service).await;
        let mut said = Vec::new();
        let paths = [
            "/liaison/",
            "/liaison",
            "/liaison/?text=clocks&source=itu-t-sg-15%2Cother&destination=&sort=title",
            "/liaison/posted/",
            "/liaison/1/",
            "/liaison/4/",
            "/liaison/1/history/",
            "/liaison/1/edit/",
            "/liaison/1/reply/",
            "/liaison/1/addcomment/",
            "/liaison/1/resend/",
            "/liaison/1/edit-attachment/12",
            "/liaison/1/anything/12",
            "/liaison/add/",
            "/liaison/add/?incoming",
            "/liaison/add/incoming/",
            "/liaison/for_approval/",
            "/liaison/for_approval/1/",
            "/liaison/pending/",
            "/liaison/dead/",
            "/lib/dt/documents/LIAISON/file14.pdf",
            "/documents/LIAISON/file14.pdf",
            "/documents/LIAISON/hidden14.txt",
            "/documents/LIAISON/liaison-1-attachment-1-LS%2014.pdf",
            "/documents/LIAISON/liaison-1-attachment-99-x.pdf",
            "/documents/LIAISON/liaison-4-attachment-1-x.txt",
            "/documents/LIAISON/liaison-1-attachment-x",
            "/liaison/help/",
            "/liaison/help/from_ietf/",
            "/liaison/managers/",
            "/feed/liaison/recent/",
            "/feed/liaison/from/etu/",
            "/feed/liaison/to/tsync/",
            "/feed/liaison/from/Example%20Telecommunication/",
            "/feed/liaison/from/nobody/",
            "/feed/liaison/subject/clocks%20%26%20time/",
            "/feed/liaison/other/x/",
            "/sitemap-liaison.xml",
            "/groups/etu",
            "/groups/TSYNC",
            "/organizations/etu-sg1.atom",
        ];
        for path in paths {
            let answer = service.get(path).await;
            said.push(format!("{path} → {} {}", answer.status.as_u16(), answer.header("location")));
        }
        insta::assert_snapshot!("old-addresses", said.join("\n"), label);
    }
}

/// CON-5: the message that went to the other side, and of no other statement any.
#[tokio::test]
async fn what_was_mailed_is_given_byte_for_byte() {
    for (label, service) in services("mailed").await {
        made::record(&service).await;
        assert_eq!(service.get("/statements/2.eml").await.status, StatusCode::NOT_FOUND, "{label}");
        let message =
            "From: liaison@example.org\r\nSubject: Re: On clocks\r\n\r\nThey are needed.\r\n";
        made::mailed(&service, made::ANSWER, message).await;
        made::mailed(&service, SECRETS[0], message).await;
        let answer = service.get("/statements/2.eml").await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, message), "{label}");
        assert_eq!(answer.header("content-type"), "message/rfc822", "{label}");
        assert_eq!(answer.header("x-robots-tag"), "noindex", "{label}");
        assert!(
            service.get("/statements/2?").await.text().contains("/statements/2.eml"),
            "{label}"
        );
        for path in ["/statements/1.eml", "/statements/4.eml"] {
            assert_eq!(service.get(path).await.status, StatusCode::NOT_FOUND, "{label} {path}");
        }
    }
}

/// No question is an error.
#[tokio::test]
async fn any_question_gets_a_list() {
    for (label, service) in services("questions").await {
        made::record(&service).await;
        for query in [
            "q=%00",
            "q=%22unbalanced",
            "q=-",
            "q=*",
            "page=-3",
            "page=99999999999999999999",
            "page=9223372036854775807",
            "year=0",
            "year=99999",
            "organization=%27%3B--",
            "sort=x",
            "q=a&q=b",
            "%ff=%ff",
            "deadline=any&open=yes&state=withdrawn",
        ] {
            for form in ["", ".json", ".csv", ".atom"] {
                let answer = service.get(&format!("/statements{form}?{query}")).await;
                assert_eq!(
                    answer.status,
                    StatusCode::OK,
                    "{label} {form} {query}: {}",
                    answer.text()
                );
            }
        }
    }
}

/// What a page costs in queries does not grow with the record.
#[tokio::test]
async fn a_page_costs_the_same_at_20_and_at_2000_statements() {
    for (label, service) in services("costs").await {
        made::record(&service).await;
        made::many(&service, 20).await;
        let few = costs(&service).await;
        made::many_more(&service, 1_980).await;
        let many = costs(&service).await;
        for ((path, few), (_, many)) in few.iter().zip(&many) {
            // What is found too often is counted no further; what the whole record has is asked in its place, once until it changes.
            const OF_ALL: u64 = 5;
            let is_beyond = path.contains("q=clock") && *many <= few + OF_ALL;
            assert!(many == few || is_beyond, "{label}: {path}: {few}, {many}");
        }
        let shown: Vec<String> = few.iter().map(|(path, cost)| format!("{path}: {cost}")).collect();
        insta::assert_snapshot!("costs", shown.join("\n"));
    }
}

async fn costs(service: &Service) -> Vec<(&'static str, u64)> {
    let mut costs = Vec::new();
    let paths = [
        "/",
        "/statements",
        "/statements?q=clock",
        "/statements?q=clock&year=2005&organization=etu",
        "/statements/1",
        "/statements/1.json",
        // These name documents, of which one is a series.
        "/statements/2",
        "/statements/2.json",
        "/statements/1/history",
        "/organizations",
        "/organizations/etu",
        "/groups/tsync",
        "/groups/tsync.json",
        "/groups/tsync/history",
        "/organizations.json",
        "/statements.atom",
        "/statements.json",
        "/sitemap.xml",
        "/statistics",
        "/statistics?organization=etu",
        "/statistics.json",
        "/deadlines",
        "/deadlines.ics",
        "/organizations/etu/open",
        "/organizations/etu/report",
    ];
    // The directory is read once and kept.
    service.get("/groups/tsync").await;
    for path in paths {
        // Nobody's session: it is looked for in vain.
        let afresh = Request::get(path).header("cookie", "__Host-liaison=nobody");
        let before = service.desk.store.queries_made();
        let answer = ask_just_started(service, afresh.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        costs.push((path, service.desk.store.queries_made() - before));
    }
    costs
}

#[tokio::test]
async fn what_is_found_too_often_to_be_counted_can_be_narrowed_down_to_all_that_is_there() {
    for (label, service) in services("toooften").await {
        made::record(&service).await;
        made::many(&service, 1_100).await;
        let found = service.get("/statements?q=clocks&year=2005").await;
        assert_eq!(found.status, StatusCode::OK, "{label}");
        // Those of the year are counted, the years are not.
        insta::assert_snapshot!("narrowed", filters_of(&found));
        let found = service.get("/statements?q=clocks").await;
        assert!(found.text().contains("1,000+ statements"), "{label}: {}", found.text());
        insta::assert_snapshot!("too_often", filters_of(&found));
        // Without words all are counted, and counted anew when something is posted.
        let year = |answer: &Answer| filters_of(answer).contains("2005 56");
        assert!(!year(&service.get("/statements").await), "{label}");
        made::many_more(&service, 20).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(year(&service.get("/statements").await), "{label}");
    }
}

/// Returns the filters beside a list as one reads them.
fn filters_of(answer: &Answer) -> String {
    let main = main_of(answer);
    let filters = main.split_once("<nav class=\"filters-beside\"").unwrap().1;
    let words = |line: &str| {
        let mut text = String::new();
        let mut is_tag = false;
        for c in line.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                _ if !is_tag => text.push(c),
                _ => {}
            }
        }
        text.trim().to_owned()
    };
    filters
        .lines()
        .skip(1)
        .map(words)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns what is between the head and the foot of a page, which the samples show once for all.
fn main_of(answer: &Answer) -> String {
    let text = answer.text();
    let title = text.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
    let main = text.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    let lines = main.lines().map(str::trim_end).filter(|line| !line.is_empty());
    format!("{title}\n\n<main{}", lines.collect::<Vec<_>>().join("\n"))
}
