//! In which of their roles somebody acts, where several let them (OUT-9).

use rules::{Actor, Directory, HeldRole};

use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::pages::desk::faults::label;
use crate::pieces::{Choice, Field, FieldKind};

/// Returns the person, acting in the role that they chose in a field; in the usual one where they chose none.
pub(super) async fn acting(
    site: &Site,
    actor: &Actor,
    typed: &Typed,
    field: &str,
) -> Result<Actor, Failed> {
    let key = typed.one(field);
    if key.is_empty() {
        return Ok(actor.clone());
    }
    let directory = site.desk.store.reader().directory().await?;
    let role = HeldRole::from_key(key, &directory);
    Ok(role.map_or_else(|| actor.clone(), |role| actor.clone().acting_as(role)))
}

/// Returns the field in which somebody chooses, if there is anything to choose.
pub(super) fn role_field(
    site: &Site,
    name: &'static str,
    roles: &[HeldRole],
    directory: &Directory,
    chosen: &str,
) -> Option<Field> {
    let choice = |role: &HeldRole| {
        let words = crate::words::capitalized(&site.desk.policy.held_words(*role, directory));
        Some(Choice::new(&role.key(directory)?, &words, ""))
    };
    let choices: Vec<Choice> = roles.iter().filter_map(choice).collect();
    let usual = choices.first()?.value.clone();
    let chosen = if chosen.is_empty() { usual } else { chosen.to_owned() };
    let field = Field::new(name, label(name), FieldKind::Select(choices.clone()));
    (choices.len() > 1).then(|| field.hint("It is kept with what you do.").value(&chosen))
}
