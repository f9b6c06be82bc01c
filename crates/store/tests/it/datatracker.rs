//! What clients of the datatracker ask, on both databases.

use jiff::Timestamp;
use jiff::civil::date;
use rules::{EventKind, GroupId, LinkKind, Number, State, Statement};
use store::datatracker::{
    Ask, Cell, Field, Filter, KeptAttachment, KeptEvent, KeptGroup, KeptName, KeptPerson,
    KeptRelation, KeptStatement, Kind, Lookup, Objects, Order, RESOURCES, Resource, resource,
};
use store::testing::stores;
use store::{Reader, Store};

use crate::made;

/// Keeps something of everything that an import keeps.
pub(crate) async fn keep_everything(store: &Store, number: Number, group: GroupId, event: i64) {
    let mut tx = store.begin("keep what an import keeps").await.expect("a transaction");
    let name = KeptName {
        kind: "grouptypename".to_owned(),
        slug: "sdo".to_owned(),
        name: "Organization".to_owned(),
        words: "Another one.".to_owned(),
        place: 3,
        used: true,
        further: "Standards Organization".to_owned(),
    };
    tx.keep_datatracker_names(&[name.clone(), name]).await.expect("kept");
    let (kind, state) = (("sdo".to_owned(), "sdo"), ("bof-conc".to_owned(), "concluded"));
    tx.keep_datatracker_groups(&[KeptGroup { id: 63, group, kind, state }]).await.expect("kept");
    let person = KeptPerson { id: 5, name: "Zoë".to_owned(), ascii: "Zoe".to_owned() };
    tx.keep_datatracker_people(&[person]).await.expect("kept");
    let words = KeptStatement {
        number,
        from_contact: Some("Anna, of ETU".to_owned()),
        to_contacts: "Bo".to_owned(),
        other_identifiers: None,
    };
    tx.keep_datatracker_statements(&[words]).await.expect("kept");
    let attachment = KeptAttachment {
        id: 7,
        number,
        position: 90,
        removed: true,
        document: "liaison-attachment-1".to_owned(),
        title: "Gone".to_owned(),
        kind: "liai-att".to_owned(),
        file: "file7.pdf".to_owned(),
        rev: String::new(),
        at: Some(made::now()),
    };
    tx.keep_datatracker_attachments(&[attachment]).await.expect("kept");
    let relation =
        KeptRelation { id: 8, source: number, target: Number(1), kind: "refold".to_owned() };
    tx.keep_datatracker_relations(&[relation]).await.expect("kept");
    let kept = KeptEvent {
        id: event,
        kind: "comment".to_owned(),
        person: Some(5),
        words: "As it was.".to_owned(),
    };
    tx.keep_datatracker_events(&[kept]).await.expect("kept");
    tx.commit().await.expect("kept");
}

/// Asks every resource everything that can be asked of each of its fields.
pub(crate) async fn ask_everything(reader: &Reader) {
    for of in &RESOURCES {
        for field in of.fields {
            for (lookup, values) in comparisons(kind(field)) {
                let filter = Filter { path: vec![field], lookup, values };
                ask(reader, of, vec![filter], Vec::new()).await;
            }
            across(reader, of, field).await;
        }
    }
}

/// Filters and sorts by the objects that a field names.
async fn across(reader: &Reader, of: &'static Resource, field: &'static Field) {
    let (Kind::One(target) | Kind::Many(target, _)) = field.kind else {
        if !matches!(field.kind, Kind::Constant(_)) {
            ask(reader, of, Vec::new(), vec![Order { path: vec![field], descending: true }]).await;
        }
        return;
    };
    let target = resource(target).expect("a resource");
    let key = target.field(target.key).expect("a key");
    let path = vec![field, key];
    let (lookup, values) = comparisons(key.kind).remove(0);
    let order = match field.kind {
        Kind::One(_) => vec![Order { path: path.clone(), descending: false }],
        _ => Vec::new(),
    };
    ask(reader, of, vec![Filter { path, lookup, values }], order).await;
}

async fn ask(
    reader: &Reader,
    resource: &'static Resource,
    filters: Vec<Filter>,
    order: Vec<Order>,
) -> Objects {
    let ask = Ask { resource, filters, order, offset: 0, limit: 20 };
    reader.datatracker(&ask).await.unwrap_or_else(|fault| panic!("{ask:?}: {fault}"))
}

/// Returns what tells the objects apart that a field names, or what it holds.
fn kind(field: &Field) -> Kind {
    match field.kind {
        Kind::One(name) | Kind::Many(name, _) => resource(name).expect("a resource").key_kind(),
        kind => kind,
    }
}

fn comparisons(kind: Kind) -> Vec<(Lookup, Vec<Cell>)> {
    use Lookup::{
        Contains, Day, Endswith, Exact, Gt, Gte, Icontains, Iendswith, Iexact, In, Isnull,
        Istartswith, Lt, Lte, Month, Range, Startswith,
    };
    let value = match kind {
        Kind::Constant(_) => return Vec::new(),
        Kind::Integer | Kind::Time => Cell::Integer(1),
        Kind::Boolean => Cell::Boolean(true),
        _ => Cell::Text("A".to_owned()),
    };
    let one = vec![value.clone()];
    let mut all = vec![(Exact, one.clone()), (Isnull, vec![Cell::Boolean(true)])];
    if kind != Kind::Boolean {
        all.extend([Gt, Gte, Lt, Lte, In].map(|lookup| (lookup, one.clone())));
        all.push((Range, vec![value.clone(), value]));
    }
    if kind == Kind::Text {
        let texts = [Iexact, Contains, Icontains, Startswith, Istartswith, Endswith, Iendswith];
        all.extend(texts.map(|lookup| (lookup, one.clone())));
    }
    if kind == Kind::Day {
        all.extend([Month, Day].map(|lookup| (lookup, vec![Cell::Text("03".to_owned())])));
    }
    all
}

/// Says what a list answers: the values of one field of all its objects.
async fn values(reader: &Reader, name: &str, field: &str, filters: Vec<Filter>) -> Vec<Cell> {
    let of = resource(name).expect("a resource");
    let at = of.fields.iter().position(|known| known.name == field).expect("a field");
    let found = ask(reader, of, filters, Vec::new()).await;
    assert_eq!(usize::try_from(found.total).expect("few"), found.objects.len());
    found.objects.into_iter().map(|cells| cells[at].clone()).collect()
}

/// Drafts, private remarks, and links to what is not public are not there, whatever is asked; ids that were made here
/// are the same each time.
#[tokio::test]
async fn clients_see_what_is_public_and_nothing_else() {
    for (label, store, _guard) in stores("clients").await {
        let directory = made::directory(&store).await;
        let day = date(2026, 3, 1);
        let posted = Statement {
            links: vec![made::link(LinkKind::RefersTo, 12), made::link(LinkKind::Answers, 13)],
            ..made::sent(&directory, 11, day)
        };
        let draft = Statement { state: State::Draft, ..made::sent(&directory, 12, day) };
        let taken_back = Statement { state: State::Withdrawn, ..made::sent(&directory, 13, day) };
        made::save(&store, &[posted, draft, taken_back]).await;
        let mut tx = store.begin("remark").await.expect("a transaction");
        for (id, number, public) in [(21, 11, true), (22, 11, false), (23, 12, true)] {
            let event = made::event(id, number, EventKind::Commented, Timestamp::UNIX_EPOCH);
            tx.add_event(&rules::Event { public, ..event }).await.expect("added");
        }
        tx.commit().await.expect("kept");
        let reader = store.reader();
        let integers = |ids: &[i64]| ids.iter().copied().map(Cell::Integer).collect::<Vec<_>>();
        let ids = values(&reader, "liaisonstatement", "id", Vec::new()).await;
        assert_eq!(ids, integers(&[11, 13]), "{label}");
        let states = values(&reader, "liaisonstatement", "state", Vec::new()).await;
        assert_eq!(states, ["posted", "dead"].map(|it| Cell::Text(it.to_owned())), "{label}");
        let events = values(&reader, "liaisonstatementevent", "id", Vec::new()).await;
        assert_eq!(events, integers(&[21]), "{label}");
        let targets = values(&reader, "relatedliaisonstatement", "target", Vec::new()).await;
        assert_eq!(targets, integers(&[13]), "{label}");
        let made_ids = values(&reader, "relatedliaisonstatement", "id", Vec::new()).await;
        assert_eq!(made_ids, integers(&[1_000_011_000_000_013]), "{label}");
        let hidden = Filter {
            path: ["statement", "id"].map(event_field).to_vec(),
            lookup: Lookup::Exact,
            values: integers(&[12]),
        };
        let of_draft = values(&reader, "liaisonstatementevent", "id", vec![hidden]).await;
        assert_eq!(of_draft, [], "{label}");
    }
}

fn event_field(name: &str) -> &'static Field {
    let of = |name| resource(name).expect("a resource");
    let field = match name {
        "statement" => of("liaisonstatementevent").field(name),
        _ => of("liaisonstatement").field(name),
    };
    field.expect("a field")
}
