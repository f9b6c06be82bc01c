//! Every refusal is a sentence that says what was wrong and what can be done.

use std::fmt::Write as _;

use rules::{Refusal, State};

#[test]
fn every_refusal_is_a_sentence_with_a_next_step() {
    let refusals = [
        Refusal::NotAllowed { verb: "approve", who: "The authority of a From group".to_owned() },
        Refusal::NotYourGroup { group: "pix".to_owned() },
        Refusal::NoLevel { group: "rgtime".to_owned(), levels: "area or working group".to_owned() },
        Refusal::WrongState {
            state: State::Draft,
            verb: "withdrawn",
            next: "only what is posted can be.",
        },
        Refusal::GateOpen { by: "Cleo Timing".to_owned() },
        Refusal::NoSuchGate,
        Refusal::Outdated,
        Refusal::BeforeAnother { name: "Nora Coordinator".to_owned() },
        Refusal::NoReason,
        Refusal::Field { field: "deadline", fault: "Write the day as 2026-09-30.".to_owned() },
        Refusal::Fields(vec![("subject", "Give it one.".to_owned())]),
        Refusal::Fields(vec![
            ("subject", "Give it one.".to_owned()),
            ("text", "Write it.".to_owned()),
        ]),
    ];
    let mut sentences = String::new();
    for refusal in refusals {
        writeln!(sentences, "{refusal}").unwrap();
    }
    insta::assert_snapshot!(sentences);
}
