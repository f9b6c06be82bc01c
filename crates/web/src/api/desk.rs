//! What waits for whoever asks, and who they are here.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use operations::{PreviewedMail, words};
use rules::{Matter, Pressing, State as Stage, TokenReach, Verb, may};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::Of;
use crate::Site;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(me))
        .routes(routes!(desk))
        .routes(routes!(drafts))
        .routes(routes!(preview))
}

/// Whoever the token is of.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    name: String,
    /// What the token lets a program do.
    #[schema(value_type = Vec<words::ScopeWord>)]
    scopes: Vec<&'static str>,
    /// The roles held today.
    roles: Vec<OwnRole>,
}

/// A role held today.
#[derive(Debug, Serialize, ToSchema)]
struct OwnRole {
    /// How requests name it in `role`: `chair:tsync`.
    key: String,
    /// In words.
    words: String,
}

/// Who am I?
#[utoipa::path(get, path = "/me", tag = "desk", security(("token" = ["read"])),
    responses((status = 200, description = "Whoever the token is of.", body = Me)))]
async fn me(State(site): State<Site>, view: View) -> Result<Json<Me>, Problem> {
    let directory = site.desk.store.reader().directory().await?;
    let scopes = match &view.actor.reach {
        TokenReach::All => Vec::new(),
        TokenReach::Only(scopes) => scopes.iter().map(|scope| scope.slug()).collect(),
    };
    let roles = view.actor.roles.iter().filter_map(|role| {
        let words = site.desk.policy.held_words(*role, &directory);
        Some(OwnRole { key: role.key(&directory)?, words })
    });
    Ok(Json(Me { name: view.actor.name.clone(), scopes, roles: roles.collect() }))
}

/// What waits for somebody.
#[derive(Debug, Serialize, ToSchema)]
struct Desk {
    /// The most pressing first.
    waiting: Vec<DutyShape>,
}

/// One thing that waits for somebody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Duty)]
struct DutyShape {
    /// What they are to do: `approve`, `review`, `answer`…
    task: &'static str,
    /// How pressing it is.
    #[schema(value_type = String, pattern = "^(late|soon|in-time)$")]
    pressing: &'static str,
    /// The statement that it is about, if it is about one.
    number: Option<i64>,
    title: String,
    /// From whom to whom, in words.
    route: String,
    /// Why it is theirs.
    why: String,
    /// What happens if nobody does it.
    otherwise: String,
    /// By when.
    #[schema(value_type = Option<words::Day>)]
    due: Option<Date>,
    /// The page where it is done.
    url: String,
}

/// What waits for me?
#[utoipa::path(get, path = "/desk", tag = "desk", security(("token" = ["read"])),
    responses((status = 200, description = "What waits, and why for you.", body = Desk)))]
async fn desk(State(site): State<Site>, view: View) -> Result<Json<Desk>, Problem> {
    let directory = site.desk.store.reader().directory().await?;
    let duties = operations::waiting_for(&site.desk, &view.actor, site.now()).await?;
    let base = &site.desk.settings.base_url;
    let waiting = duties.into_iter().map(|duty| DutyShape {
        task: duty.task.slug(),
        pressing: match duty.pressing {
            Pressing::Late => "late",
            Pressing::Soon => "soon",
            Pressing::InTime => "in-time",
        },
        number: match duty.matter {
            Matter::Statement(number) => Some(number.0),
            Matter::Inbox | Matter::Import(_) | Matter::Contacts(_) => None,
        },
        url: format!("{base}{}", operations::address_of(&duty, &directory)),
        title: duty.title,
        route: duty.route,
        why: duty.why,
        otherwise: duty.otherwise,
        due: duty.due,
    });
    Ok(Json(Desk { waiting: waiting.collect() }))
}

/// Statements that are not on the record.
#[derive(Debug, Serialize, ToSchema)]
struct DraftList {
    drafts: Vec<DraftShape>,
}

/// A statement that is not on the record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
struct DraftShape {
    number: i64,
    #[schema(value_type = words::DirectionWord)]
    direction: rules::Direction,
    #[schema(value_type = words::StateWord)]
    state: Stage,
    subject: String,
    /// The acronyms of the groups in From.
    from: Vec<String>,
    /// The acronyms of the groups in To.
    to: Vec<String>,
    /// The role in which it was begun.
    begun_as: String,
    /// What `If-Match` names.
    version: i64,
    url: String,
}

/// List drafts
///
/// What you are writing, what is in review, and what was dropped, as far as you may see it.
#[utoipa::path(get, path = "/drafts", tag = "desk", security(("token" = ["read"])),
    responses((status = 200, description = "What is not on the record.", body = DraftList)))]
async fn drafts(State(site): State<Site>, view: View) -> Result<Json<DraftList>, Problem> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let mut unposted = reader.unposted().await?;
    unposted.retain(|it| may(&view.actor, Verb::See, it, &directory, &site.desk.policy).is_ok());
    let acronyms =
        |side: &rules::Side| side.groups.iter().map(|group| group.acronym.clone()).collect();
    let drafts = unposted.iter().map(|it| DraftShape {
        number: it.number.0,
        direction: it.direction,
        state: it.state,
        subject: it.subject.clone(),
        from: acronyms(&it.from),
        to: acronyms(&it.to),
        begun_as: it.created_as.clone(),
        version: it.revision,
        url: site.desk.settings.statement_url(it.number),
    });
    Ok(Json(DraftList { drafts: drafts.collect() }))
}

/// What posting a statement would do.
#[derive(Debug, Serialize, ToSchema)]
struct Preview {
    /// What is still missing before it can be submitted.
    missing: Vec<super::problem::FieldError>,
    /// The messages, the statement itself first.
    mails: Vec<MailShape>,
}

/// A message that posting would mail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewedMail)]
struct MailShape {
    /// What it is.
    kind: &'static str,
    from: String,
    to: Vec<String>,
    cc: Vec<String>,
    reply_to: Vec<String>,
    subject: String,
    /// The text, to the letter.
    text: String,
    /// The files.
    enclosures: Vec<EnclosureShape>,
}

/// A file of a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Enclosure)]
struct EnclosureShape {
    name: String,
    media_type: String,
    size: usize,
}

impl From<PreviewedMail> for MailShape {
    fn from(mail: PreviewedMail) -> Self {
        let written =
            |boxes: &[rules::Mailbox]| boxes.iter().map(ToString::to_string).collect::<Vec<_>>();
        let enclosures = mail.enclosures.into_iter();
        Self {
            kind: mail.kind.slug(),
            from: mail.from.to_string(),
            to: written(&mail.to),
            cc: written(&mail.cc),
            reply_to: written(&mail.reply_to),
            subject: mail.subject,
            text: mail.text,
            enclosures: enclosures
                .map(|(name, media_type, size)| EnclosureShape { name, media_type, size })
                .collect(),
        }
    }
}

/// Preview a statement
///
/// The very messages that posting it would mail, and to whom (OUT-11).
#[utoipa::path(get, path = "/statements/{number}/preview", tag = "drafts", security(("token" = ["read"])),
    params(("number" = i64, Path, description = "Its number.")),
    responses((status = 200, description = "What would be mailed.", body = Preview)))]
async fn preview(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
) -> Result<Json<Preview>, Problem> {
    let preview =
        operations::preview_statement(&site.desk, &view.actor, number, site.now()).await?;
    let missing = preview.missing.into_iter();
    Ok(Json(Preview {
        missing: missing
            .map(|(field, fault)| super::problem::FieldError::new(field, fault))
            .collect(),
        mails: preview.mails.into_iter().map(MailShape::from).collect(),
    }))
}
