//! Keeping what the present tool says in its own words, so that its clients read the same from us.

use std::collections::BTreeSet;

use rules::Number;
use store::datatracker::{KeptAttachment, KeptEvent, KeptGroup, KeptPerson, KeptStatement};
use store::{Fault, Transaction};

use super::answers::{Answer, Answers};
use super::events;
use super::groups::Groups;

/// Keeps the words of what came in: of statements that were made, and of groups that are known here.
pub(super) async fn keep(
    tx: &mut Transaction,
    answers: &Answers,
    groups: &Groups,
    made: &[Number],
) -> Result<(), Fault> {
    let made: BTreeSet<Number> = made.iter().copied().collect();
    tx.keep_datatracker_names(&answers.names).await?;
    tx.keep_datatracker_groups(&of_groups(answers, groups)).await?;
    let statements = answers.statements.iter().map(|(number, answer)| (Number(*number), answer));
    let statements: Vec<_> = statements.filter(|(number, _)| made.contains(number)).collect();
    let words: Vec<KeptStatement> =
        statements.iter().map(|(number, answer)| statement(*number, answer)).collect();
    tx.keep_datatracker_statements(&words).await?;
    let attached: Vec<KeptAttachment> =
        made.iter().flat_map(|number| attachments(*number, answers)).collect();
    tx.keep_datatracker_attachments(&attached).await?;
    let relations = answers.relation_rows.iter().filter(|it| made.contains(&it.source));
    let relations: Vec<_> = relations.cloned().collect();
    tx.keep_datatracker_relations(&relations).await?;
    let (events, people) = of_events(answers, &made);
    tx.keep_datatracker_people(&people).await?;
    tx.keep_datatracker_events(&events).await
}

fn of_groups(answers: &Answers, groups: &Groups) -> Vec<KeptGroup> {
    let mut kept: Vec<KeptGroup> = groups
        .known()
        .filter_map(|(id, group)| {
            let answered = answers.groups.get(&id)?;
            // What was set here is another word than theirs, and theirs is not given for it.
            let meant = rules::GroupState::from_slug(&answered.state).slug();
            Some(KeptGroup {
                id,
                group: group.id,
                kind: (answered.kind.clone(), super::groups::kind(&answered.kind).slug()),
                state: (answered.state.clone(), meant),
            })
        })
        .collect();
    kept.sort_unstable_by_key(|group| group.id);
    kept
}

fn statement(number: Number, answer: &Answer) -> KeptStatement {
    // Answers before 2025 named an object of its own, which is read into a contact; today's give text.
    let is_text = !answer.from_contact.starts_with("/api/");
    KeptStatement {
        number,
        from_contact: is_text.then(|| answer.from_contact.clone()),
        to_contacts: answer.to_contacts.clone(),
        other_identifiers: answer.other_identifiers.clone(),
    }
}

fn attachments(number: Number, answers: &Answers) -> Vec<KeptAttachment> {
    let attached = answers.ever_attached(number).into_iter();
    let kept = attached.filter_map(|row| {
        let document = answers.documents.get(row.document);
        Some(KeptAttachment {
            id: row.id?,
            number,
            position: row.position,
            removed: row.removed,
            document: row.document.to_owned(),
            title: document.map(|it| it.title.clone()).unwrap_or_default(),
            kind: document.map_or_else(|| "liai-att".to_owned(), |it| it.kind.clone()),
            file: answers.file_name(row.document).to_owned(),
            rev: document.map(|it| it.rev.clone()).unwrap_or_default(),
            at: document.and_then(|it| it.at),
        })
    });
    kept.collect()
}

/// Returns what is kept of events that everybody may read, and of those who did them.
fn of_events(answers: &Answers, made: &BTreeSet<Number>) -> (Vec<KeptEvent>, Vec<KeptPerson>) {
    let of_made = answers.events.iter().filter(|(number, _)| made.contains(&Number(**number)));
    let public = of_made.flat_map(|(_, events)| events).filter(|event| events::is_public(event));
    let (mut kept, mut doers) = (Vec::new(), BTreeSet::new());
    for event in public {
        doers.extend(event.by);
        kept.push(KeptEvent {
            id: event.id,
            kind: event.kind.clone(),
            person: event.by,
            words: event.words.clone(),
        });
    }
    let people = doers.into_iter().filter_map(|id| {
        let person = answers.people.get(&id)?;
        Some(KeptPerson { id, name: person.name.clone(), ascii: person.ascii.clone() })
    });
    (kept, people.collect())
}
