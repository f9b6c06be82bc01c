//! The report with an organization, made into a PDF by the real office program behind the real wall.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use letters::{Converter, Kind, kind_of};
use operations::{StatementForm, act, enter_statement, organization_report};
use rules::Period;

use crate::convert::converter;
use crate::desk::{desks, record};

/// Issue 7: the report of a quarter and of a year says as a PDF what it says as Markdown, whatever characters are in it.
#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_a_quarter_or_a_year_becomes_a_pdf_that_says_the_same() {
    let Some(converter) = converter() else { return };
    let converter: Arc<dyn Converter> = Arc::new(converter);
    let (desk, _guard) = desks("report").await.remove(0);
    let first = record(&desk, Vec::new()).await;
    let person = desk.store.reader().person_by_address("cy@example.org").await.unwrap();
    let now = Timestamp::now();
    let form = StatementForm {
        from_groups: "etu".to_owned(),
        to_groups: "tsync".to_owned(),
        purpose: "action".to_owned(),
        deadline: "2026-10-15".to_owned(),
        subject: r"Δt of “clocks” {and} \bin".to_owned(),
        text: "How long?\n".to_owned(),
        received_on: "2026-02-03".to_owned(),
        ..StatementForm::default()
    };
    let actor = act(&desk, person, now).await.unwrap();
    let asked = enter_statement(&desk, &actor, &form, Vec::new(), now).await.unwrap();
    let told = format!("3 February 2026, No. {asked}: {}", form.subject);
    let other_quarter = format!("No. {first}: On clocks");
    let waits = "by 15 October 2026, overdue, with Cy Coordinator";
    for (period, received) in [("2026-Q1", 1), ("2025", 0)] {
        let period = Period::parse(period).unwrap();
        let report = organization_report(&desk, "etu", period, date(2026, 11, 29)).await.unwrap();
        let pdf = report.pdf(Arc::clone(&converter)).await.unwrap();
        assert_eq!(kind_of(&pdf, ""), Kind::Pdf);
        let text = converter.pdf_text(&pdf).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let heading = format!("Liaison with ETU in {}", period.words());
        for words in [heading.as_str(), "Nothing was sent.", "We wait for nothing.", waits] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(!text.contains(&other_quarter), "{text}");
        assert_eq!(text.contains("Nothing was received."), received == 0, "{text}");
        // What is open stands in every report, and in that of its quarter twice.
        assert_eq!(text.matches(&told).count(), received + 1, "{text}");
        let url = format!("https://liaison.example.org/statements/{asked}");
        assert!(text.contains(&url), "{text}");
    }
}
