//! Everything that can be done, one file per verb.
//!
//! A verb loads, asks the rules, saves, queues what is to be mailed, and commits: all of it in one transaction or
//! none. The page, the command and the worker that do the same thing call the same verb. Knows no HTTP, opens no
//! socket, starts no process, and writes no SQL; time comes in as an argument.

mod accounts;
mod acting;
mod add_attachment;
mod agree_deadline;
mod agree_to_statement;
mod answer_consultation;
mod answered;
mod api_requests;
mod api_tokens;
mod approve_statement;
mod ask_sender;
mod asking;
mod attachments;
mod attempts;
mod audit;
mod backing_up;
mod basis;
mod begin_correction;
mod bounce_address;
mod bounces;
mod check_documents;
mod check_statement;
mod close_item;
mod closed_parts;
mod comment_on_statement;
mod convert;
mod convert_letter;
mod correcting;
mod cursors;
mod datatracker;
mod deliver;
mod demo;
mod desk;
mod directory_file;
mod documents;
mod draft_again;
mod draft_statement;
mod drop_statement;
mod edit_statement;
mod exporting;
mod failure;
mod filling;
mod filling_sent;
mod form;
mod forwarded;
mod gates;
mod give_statement;
mod glance;
mod hand_approval;
mod hand_in;
mod handling;
mod hide_attachment;
mod import_mbox;
mod item_form;
mod keep_unsaved;
mod keeping;
mod known_names;
mod letter_attached;
mod letter_text;
mod list_documents;
mod listing;
mod mailing;
mod make_readable;
mod mark_research;
mod notices;
mod open_item;
mod openid;
mod organization_report;
mod origins;
mod overview;
mod own_links;
mod passkeys;
mod passwords;
mod posting;
mod preview;
mod proof;
mod proving;
mod public_message;
mod read_item;
mod read_letters;
mod read_mail;
mod read_sent;
mod reading_shape;
mod receipts;
mod receive_message;
mod receive_messages;
mod record_as_sent;
mod recording;
mod relay_statement;
mod reminding;
mod resend_mail;
mod review_statement;
mod revise_statement;
mod secrets;
mod send_feedback;
mod sessions;
mod shape;
mod shared_mailbox;
mod sign_in;
mod split_statement;
mod submissions;
mod submit_statement;
mod take_correction;
mod take_item;
mod tell_group;
mod telling;
#[doc(hidden)]
pub mod testing;
mod time_posting;
mod unreached;
mod versions;
mod visitor;
mod watching;
mod webhooks;
mod withdraw_statement;
mod work_at_item;
mod write_letter;

pub use letters::ConvertError;

pub use accounts::{NewAccount, add_account, change_password};
pub use acting::{act, see};
pub use add_attachment::add_attachment;
pub use agree_deadline::agree_deadline;
pub use agree_to_statement::agree_to_statement;
pub use answer_consultation::{answer_consultation, lapse_consultations};
pub use api_requests::{Repeated, begin_request, end_request, forget_requests};
pub use api_tokens::{NewToken, make_token, own_tokens, revoke_token, token_actor};
pub use approve_statement::{approve_statement, note_approval};
pub use ask_sender::{Question, ask_sender};
pub use attachments::{NewAttachment, attach, remove_attachment};
pub use audit::{audit, audit_roles, own_audit};
pub use backing_up::{BackedUp, Locked, NewBackup, Opens, RestoreFrom, Restored, backup, restore};
pub use begin_correction::begin_correction;
pub use bounce_address::is_for_bounces;
pub use check_documents::{
    CheckedDocument, MentionPlace, check_documents, check_documents_by_name, check_texts,
};
pub use check_statement::{Referred, check_statement};
pub use close_item::{close_item, reopen_item};
pub use comment_on_statement::comment_on_statement;
pub use convert::{finish_conversion, hold_conversion, keep_pdf, take_conversions};
pub use convert_letter::convert_letter;
pub use cursors::{CHANGES, Cursor, NoCursor, change_cursor};
pub use datatracker::{
    AnswerDirectory, FileDirectory, FileSource, ImportFault, ImportSummary, Object, Page, Progress,
    Source, Step, Unplaced, Wanted, import_datatracker, import_directory_answers,
};
pub use deliver::{finish_delivery, hold_delivery, take_deliveries};
pub use demo::fill_demo;
pub use desk::{Desk, Settings};
pub use directory_file::{
    DirectorySummary, SeenImport, claim_duty, confirm_import, directory_of_file, drop_import,
    finish_duty, import_directory, note_failed_import, see_import,
};
pub use documents::import_documents;
pub use draft_again::draft_again;
pub use draft_statement::{draft_statement, may_speak_for, reply_form};
pub use drop_statement::{drop_statement, revive_statement, send_back_statement};
pub use edit_statement::edit_statement;
pub use exporting::{export_mbox, export_record};
pub use failure::Failure;
pub use form::StatementForm;
pub use give_statement::give_statement;
pub use glance::{ItemGlance, LetterGlance, item_glances};
pub use hand_approval::{hand_approval, handed_in_words, hands_to};
pub use hand_in::{HandIn, hand_in};
pub use handling::{
    InformalAnswer, InformalDraft, MendedLinks, NotedAction, PuttingDraft, answer_informally,
    class_asked, decide_no_answer, draft_informal_answer, draft_putting, hand_back, hand_on,
    handed_to, hear_group, informal_answer, mend_links, note_action, promise_answer, put_to_group,
    reopen_statement, set_lead, take_on,
};
pub use hide_attachment::{hide_attachment, show_attachment};
pub use import_mbox::{MboxFault, MboxSummary, import_mbox};
pub use item_form::{ItemForm, ReadProgress, item_form};
pub use keep_unsaved::{
    Unsaved, Writing, forget_old_unsaved, forget_unsaved, keep_unsaved, unsaved,
};
pub use keeping::{
    KeptContacts, KeptEntry, NewRole, add_role, ask_for_contacts, change_entry, confirm_contacts,
    contacts_to_confirm, end_role, entry_to_keep, join_entries, make_entry, private_notes,
};
pub use known_names::KnownNames;
pub use letter_text::{LetterLine, LetterText};
pub use letters::reading::{Evidence, Reading, STATEMENT_FILE, Sent, SentFile};
pub use letters::{Converter, NoConverter};
pub use list_documents::list_documents;
pub use listing::{LIST_KEYS, find_of, list_knows};
pub use make_readable::{
    Lacking, Making, ReadableForms, finish_pdf, forgo_pdf, readable_forms, take_wanted_pdf,
    want_pdf,
};
pub use mark_research::mark_research;
pub use notices::is_asking;
pub use open_item::open_item;
pub use openid::{
    Answer, Departure, LetIn, NotLetIn, OpenId, OpenIdFailure, OpenIdSettings, Outside,
    Unreachable, depart_to_openid, return_from_openid,
};
pub use openidconnect::{HttpRequest, HttpResponse};
pub use organization_report::{
    OpenWith, OrganizationReport, is_reported, open_with, organization_report,
};
pub use origins::{
    OriginTask, OriginWork, ShownOrigin, finish_origin, hold_origin, item_origin, statement_origin,
    take_origin,
};
pub use overview::{Overview, overview};
pub use own_links::{LinkAbout, LinkLeads, demonstrated_link, look_at_link};
pub use passkeys::{
    Ceremony, add_passkey, begin_passkey, begin_passkey_sign_in, has_passkeys, remove_passkey,
    sign_in_by_passkey,
};
pub use preview::{Preview, PreviewedMail, preview_statement};
pub use proof::{Proof, Proofs};
pub use proving::{
    Extended, Finding, GivenLog, LogKey, Published, PublishedDirectory, Verified, export_log,
    extend_log, given_log, log_tile, open_log_key, proof_of, rotate_log_key, take_up_missed,
    verify_export, verify_published, verify_record,
};
pub use public_message::public_message;
pub use read_item::{
    finish_reading, hold_reading, queue_older_readings, read_waiting_items, take_readings,
};
pub use read_letters::{ReadLetter, name_groups, read_letters, read_received};
pub use read_mail::{ReadMail, read_mail};
pub use reading_shape::reading_shape;
pub use receipts::{ShownReceipt, receipts_of};
pub use receive_message::{Arrival, receive_message};
pub use record_as_sent::{SentOtherwise, enter_sent_statement, note_sending, record_as_sent};
pub use recording::{Recording, SenderEntry, Shown};
pub use relay_statement::relay_statement;
pub use reminding::{
    AskingDraft, Reminding, address_of, ask_again, calendar_person, draft_asking, let_be,
    make_calendar, remind, revoke_calendar, set_wishes, unsubscribe, waiting_for,
};
pub use resend_mail::resend_mail;
pub use review_statement::review_statement;
pub use revise_statement::revise_statement;
pub use send_feedback::{FeedbackDraft, draft_feedback, send_feedback};
pub use sessions::{
    OwnSession, begin_session, end_other_sessions, end_session, own_sessions, session_person,
    sign_out,
};
pub use shape::{AttachmentShape, StatementShape, attachment_shapes, shape_of, words};
pub use shared_mailbox::{claim_mailbox, keep_mailbox, leave_mailbox, note_stored};
pub use sign_in::{ByLink, LINK_ENDED, ask_for_link, make_link, sign_in, sign_in_by_link};
pub use split_statement::{can_be_split, split_statement};
pub use store::{Client, HandedIn};
pub use submissions::{
    NotHandedIn, Submitted, confirm_submission, may_hand_in, remove_unconfirmed, see_submission,
    submission_stamp, submit_by_form,
};
pub use submit_statement::submit_statement;
pub use take_correction::{CorrectedHere, Corrects};
pub use take_item::{enter_statement, take_item};
pub use tell_group::{Telling, TellingDraft, draft_telling, tell_group, telling_in_words};
pub use time_posting::{post_what_is_due, time_posting};
pub use versions::{Versions, versions_of};
pub use visitor::Visitor;
pub use watching::{
    NEWS, ask_to_watch, confirm_watch, end_watch, end_watches, name_of_watched,
    remove_unconfirmed_watches, tell_watchers, watcher,
};
pub use webhooks::{
    About, ToTell, add_webhook, check_addresses, finish_telling, pause_webhook, ping_webhook,
    remove_webhook, resume_webhook, take_tellings, webhook_deliveries, webhook_url, webhooks,
};
pub use withdraw_statement::withdraw_statement;
pub use work_at_item::{ItemOwner, WorkAtItem, item_owners};
pub use write_letter::{WrittenLetter, letter_pdf, letter_template, write_letter};
