//! The rules that a liaison statement follows, and nothing else.
//!
//! No clock, no chance, no database, no files, no network, no async: every fact that a rule needs is an argument,
//! and every answer is a value. What an organization may decide for itself (who approves, which gates apply, which
//! addresses a group has) comes in as a [`Policy`]; who is who comes in as a [`Directory`].

mod approval;
mod asking;
mod attachment;
mod audit;
mod basis;
mod capacity;
mod completeness;
mod contact;
mod correction;
mod deadline;
mod difference;
mod directory;
mod distribution;
mod document;
mod drafting;
mod entry;
mod facts;
mod gate;
mod given;
mod group;
mod handling;
mod history;
mod inbox;
mod keeping;
mod link;
mod mailbox;
mod meeting;
mod moves;
mod origin;
mod period;
mod permission;
mod policy;
mod proposal;
mod purpose;
mod readable;
mod references;
mod refusal;
mod reminding;
mod resending;
mod role;
mod splitting;
mod spread;
mod state;
mod statement;
mod terms;
mod token;
mod watching;
mod way;
mod webhook;

pub use approval::{
    asked_to_open, authorities, co_authorities, may_advise, may_agree, may_approve, needed_gates,
};
pub use asking::{Asking, LinkEnd};
pub use attachment::{Attachment, AttachmentBody, AttachmentSource, Rendition, RenditionKind};
pub use audit::{AuditEvent, AuditKind, RoleChange, may_read_audit, role_changes};
pub use basis::{Basis, BasisAt};
pub use capacity::{Capacity, capacities};
pub use completeness::complete;
pub use contact::{Contact, RetiredContacts, Why};
pub use correction::Correction;
pub use deadline::{
    Deadline, DeadlineKind, DeadlineMark, deadline_ahead, deadline_doubts, unlikely_deadline,
};
pub use difference::{Difference, EntryDifference, Fate, PersonDifference, RoleDifference};
pub use directory::{Directory, ListedContact, Person, PersonId};
pub use distribution::{
    Notice, NoticeKind, addresses_of_groups, at_posting, feedback_to, research_asked,
};
pub use document::{DocumentFacts, DocumentKind, Maker, Ruling, Standing};
pub use drafting::{drafting_roles, may_draft_for, may_enter_incoming};
pub use entry::{Entry, EntryField, FieldChange};
pub use facts::{Alias, Facts, Relationship, since};
pub use gate::{Gate, GateKind, Means, Opening};
pub use given::{Given, GivenKind, GivenTo, Handover};
pub use group::{Group, GroupId, GroupKind, GroupRef, GroupState};
pub use handling::{
    Assignee, Discussion, DiscussionKind, Handling, KeptMessage, Needed, Outcome, OutcomeKind,
    Standpoint, day_anywhere,
};
pub use history::{Doer, Event, EventKind};
pub use inbox::{Assigned, Holder, ItemEventKind, ItemState, ItemVerb, assigned, may_handle_item};
pub use keeping::{EntryVerb, may_keep};
pub use link::{Link, LinkKind};
pub use mailbox::{BadAddress, Mailbox};
pub use meeting::{Meeting, written_meetings};
pub use moves::{Moved, Process};
pub use origin::{Brought, Check, Method, Origin, Standing as OriginStanding, Verdict};
pub use period::Period;
pub use permission::{PERMISSIONS, Permission, Verb, may, roles_for};
pub use policy::{
    AnsweredWords, Ask, Audience, AwaitedWords, BadPolicy, Drafter, FreeField, Gates, Level,
    LevelWords, Policy, PolicyWords, Reach, Reminded, Reminders, Slots, StartingText, Step,
    Template, Wording,
};
pub use proposal::{
    ProposedContacts, group_contacts, is_obligatory, is_our_address, obligatory_contacts,
    propose_incoming, propose_our_contacts, propose_outgoing,
};
pub use purpose::{Consensus, Purpose};
pub use readable::{MadeOf, Outlived, Unreadable, name_of_pdf, outlived, unreadable};
pub use references::{with_list, without_list};
pub use refusal::Refusal;
pub use reminding::{
    DraftFate, Duty, GateStep, Matter, Pressing, Request, Task, Today, ask_again_duties,
    awaited_duties, contacts_duty, deadline_step, draft_duty, draft_fate, gate_duties, gate_steps,
    import_duty, in_order, record_duty, request_duties, sending_duty, waiting_step,
};
pub use resending::{has_statement, is_their_copy, may_be_sent_again, may_tell_receivers};
pub use role::{Actor, HeldRole, RoleKind};
pub use splitting::{Addressed, organizations_of, replies_to, split};
pub use spread::Spread;
pub use state::{Direction, State};
pub use statement::{GoesAt, Number, Side, Statement, Travelled};
pub use terms::{RoleSource, RoleTerm, renewed_terms};
pub use token::{Scope, TokenReach};
pub use watching::Watched;
pub use way::Way;
pub use webhook::{is_given_up, is_our_network, may_keep_webhooks, try_again_after};
