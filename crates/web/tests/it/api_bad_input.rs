//! Bad input of programs, whatever the operation: what the document of the API lists is tried, so that a new operation is tried too.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rules::Scope;
use serde_json::{Value, json};

use crate::api_world::Program;
use crate::desk_world::{World, worlds};
use crate::made;
use crate::support::{Answer, services};

/// What stands in an address for each of its parameters.
const PARAMETERS: [(&str, &str); 7] = [
    ("{number}", "1"),
    ("{version}", "1"),
    ("{position}", "1"),
    ("{delivery}", "1"),
    ("{acronym}", "etu"),
    ("{id}", "1"),
    ("{token}", "nobody"),
];

/// An operation of the document.
struct Operation {
    method: String,
    /// Where it is, with parameters that are something.
    path: String,
    /// What the document says of it.
    said: Value,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(web::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(pattern, item)| {
        let filled = |path: String, (name, value): &(&str, &str)| path.replace(name, value);
        let path = PARAMETERS.iter().fold(pattern.clone(), filled);
        let of_item = item.as_object().unwrap().iter();
        of_item.map(move |(method, said)| {
            let (method, said) = (method.to_uppercase(), said.clone());
            Operation { method, path: path.clone(), said }
        })
    });
    all.collect()
}

impl Operation {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn scope(&self) -> Option<Scope> {
        Scope::from_slug(self.said["security"][0]["token"][0].as_str()?)
    }

    /// Returns the names of what may stand behind `?`.
    fn asked(&self) -> Vec<&str> {
        let all = self.said["parameters"].as_array().into_iter().flatten();
        all.filter(|it| it["in"] == "query").filter_map(|it| it["name"].as_str()).collect()
    }
}

/// Says why an answer is no problem that names what is wrong (RFC 9457).
fn problem_faults(answer: &Answer, status: StatusCode, field: &str) -> Option<String> {
    let problem = answer.json();
    let is_problem = answer.header("content-type") == "application/problem+json"
        && problem["status"] == status.as_u16()
        && problem["detail"].as_str().is_some_and(|detail| !detail.is_empty());
    let names = field.is_empty()
        || problem["errors"]
            .as_array()
            .is_some_and(|all| all.iter().any(|it| it["field"] == field));
    let is_right = answer.status == status && is_problem && names;
    (!is_right).then(|| format!("{}: {}", answer.status, answer.text()))
}

/// What nobody knows, a billion at a time, none at a time, and cursors that are none of ours: each is refused by its name.
#[tokio::test]
async fn no_list_takes_an_unknown_filter_a_limit_of_a_billion_or_a_cursor_of_somebody_else() {
    for (label, service) in services("bad_lists").await {
        made::record(&service).await;
        made::many(&service, 5).await;
        let cursor = |list: Value| list["next"].as_str().unwrap().to_owned();
        let statements = cursor(service.get("/api/statements?limit=1").await.json());
        let filtered =
            cursor(service.get("/api/statements?limit=1&direction=incoming").await.json());
        let changes = cursor(service.get("/api/changes?limit=1").await.json());
        let mut garbled = statements.clone();
        garbled.replace_range(8..9, if &garbled[8..9] == "A" { "B" } else { "A" });
        let cut = &statements[..statements.len() / 2];
        let wrong = ["YmFuYW5h", "", "%00", "-1", "9223372036854775808", cut, &garbled, &filtered];
        let (mut lists, mut faults) = (0, Vec::new());
        let all = operations().into_iter().filter(|it| it.method == "GET" && it.scope().is_none());
        for operation in all.filter(|it| !it.asked().is_empty()) {
            let mut tried = vec![("colour", "blue")];
            for name in operation.asked() {
                match name {
                    "limit" | "page" => tried.extend(
                        ["1000000000", "0", "-1", "1e9", "99999999999999999999", "ten"]
                            .map(|it| (name, it)),
                    ),
                    "cursor" => {
                        tried.extend(wrong.iter().chain([&changes.as_str()]).map(|it| (name, *it)))
                    }
                    "since" => tried
                        .extend(wrong.iter().chain([&statements.as_str()]).map(|it| (name, *it))),
                    _ => {}
                }
            }
            lists += 1;
            for (name, value) in
                tried.into_iter().filter(|(name, value)| !(*name == "since" && value.is_empty()))
            {
                let address = format!("{}?{name}={value}", operation.path);
                let answer = service.get(&address).await;
                faults.extend(
                    problem_faults(&answer, StatusCode::BAD_REQUEST, name)
                        .map(|fault| format!("{address}: {fault}")),
                );
            }
        }
        assert!(lists >= 5, "{label}: {lists}");
        assert!(faults.is_empty(), "{label}: {}", faults.join("\n"));
    }
}

/// A place in a list of last year: what was posted since would be left out without a word.
#[tokio::test]
async fn a_cursor_from_last_year_is_refused_and_one_of_the_changes_is_good_for_ever() {
    for world in worlds("bad_cursors").await {
        let cy = world.program("cy").await;
        for _ in 0..2 {
            let entered = json!({ "as": "received", "from_groups": ["etu-sg1"], "to_groups": ["tsync"],
                "subject": "On clocks again", "purpose": "information", "text": "Ours agree.",
                "from_contacts": ["Lee <lee@example.com>"], "received_on": "2026-03-09" });
            let entered = cy.ask("POST", "/api/statements", &[], Some(entered)).await;
            assert_eq!(entered.status, StatusCode::CREATED, "{}", entered.text());
        }
        let reader = world.program("").await;
        let list = reader.read("/api/statements?limit=1").await;
        let next = list["next"].as_str().unwrap();
        let changes = reader.read("/api/changes?limit=1").await;
        let since = changes["next"].as_str().unwrap();
        let again = format!("/api/statements?limit=1&cursor={next}");
        assert_eq!(reader.get(&again).await.status, StatusCode::OK);
        world.wait(365 * 24 * 60);
        let old = reader.get(&again).await;
        assert_eq!(problem_faults(&old, StatusCode::BAD_REQUEST, "cursor"), None);
        assert!(old.text().contains("more than a week old: begin the list anew"), "{}", old.text());
        let followed = reader.get(&format!("/api/changes?since={since}")).await;
        assert_eq!(followed.status, StatusCode::OK, "{}", followed.text());
    }
}

async fn each_is_refused(
    world: &World,
    program: &Program<'_>,
    of: impl Fn(Scope) -> bool,
    says: impl Fn(Scope) -> (StatusCode, String),
) {
    let before = world.desk.store.change_count().await.unwrap();
    let mut faults = Vec::new();
    let mut tried = 0;
    for operation in operations() {
        let Some(scope) = operation.scope().filter(|scope| of(*scope)) else { continue };
        let saw = [("if-match", "\"1.x\"")];
        let answer = program.ask(&operation.method, &operation.path, &saw, None).await;
        let (status, how) = says(scope);
        let fault = problem_faults(&answer, status, "");
        let fault = fault.or_else(|| {
            let said = answer.header("www-authenticate");
            (said != how).then(|| format!("it says {said}"))
        });
        faults.extend(fault.map(|fault| format!("{}: {fault}", operation.name())));
        tried += 1;
    }
    assert!(tried > 10 && faults.is_empty(), "{tried} tried: {}", faults.join("\n"));
    assert_eq!(world.desk.store.change_count().await.unwrap(), before, "nothing was changed");
}

/// A token with every scope but the one that is needed is told which that is.
#[tokio::test]
async fn no_operation_takes_a_token_of_another_scope_or_none() {
    for world in worlds("bad_scopes").await {
        for lacking in Scope::ALL {
            let others: Vec<Scope> = Scope::ALL.into_iter().filter(|it| *it != lacking).collect();
            let program = world.program_with("cy", &others).await;
            let of = |scope| scope == lacking;
            if lacking == Scope::Admin {
                let beyond = program.get("/api/webhooks").await;
                assert_eq!(beyond.status, StatusCode::FORBIDDEN, "{}", beyond.text());
                continue;
            }
            each_is_refused(&world, &program, of, |scope| {
                let how = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
                (StatusCode::FORBIDDEN, how)
            })
            .await;
        }
        let nobody = world.program("").await;
        let how = "Bearer realm=\"liaison\"".to_owned();
        each_is_refused(&world, &nobody, |_| true, |_| (StatusCode::UNAUTHORIZED, how.clone()))
            .await;
        for token in ["liaison_", "nobody", "liaison_%00", &"x".repeat(5_000)] {
            let request =
                Request::get("/api/me").header("authorization", format!("Bearer {token}"));
            let answer = world.ask(request.body(Body::empty()).unwrap()).await;
            assert_eq!(problem_faults(&answer, StatusCode::UNAUTHORIZED, ""), None, "{token}");
        }
    }
}

/// Where programs would be told of changes: every way to write an address of our own is refused at its field, and nothing is made.
#[tokio::test]
async fn a_webhook_that_leads_into_our_own_network_is_refused_by_program_however_it_is_written() {
    for world in worlds("bad_webhooks").await {
        let cy = world.program("cy").await;
        for url in [
            "https://127.0.0.1/",
            "https://localhost/hook",
            "https://localhost./hook",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:a9fe:a9fe]/latest/meta-data",
            "https://[64:ff9b::7f00:1]/",
            "https://017700000001/",
            "https://10.1.2.3:8443/",
            "https://169.254.169.254/",
            "https://0/",
            "http://93.184.216.34/",
            "https://ana:secret@93.184.216.34/",
            "https://",
            "/hook",
            "javascript:alert(1)",
        ] {
            let answer = cy.ask("POST", "/api/webhooks", &[], Some(json!({ "url": url }))).await;
            let fault = problem_faults(&answer, StatusCode::UNPROCESSABLE_ENTITY, "url");
            assert_eq!(fault, None, "{url}");
        }
        assert_eq!(cy.read("/api/webhooks").await, json!({ "webhooks": [] }));
    }
}
