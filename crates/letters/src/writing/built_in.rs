//! The templates that are built in, kept as the parts that they are packed from.

/// The forms that are built in: their names, what each is, the document, and the styles of the family of its fonts.
const FORMS: [(&str, &str, &str, &str); 5] = [
    ("plain", "A plain letter", include_str!("../../templates/plain/document.xml"), SANS),
    ("3gpp", "3GPP", include_str!("../../templates/3gpp/document.xml"), SANS),
    ("itu-t", "ITU-T", include_str!("../../templates/itu-t/document.xml"), SERIF),
    (
        "iso-iec-jtc-1",
        "ISO/IEC JTC 1",
        include_str!("../../templates/iso-iec-jtc-1/document.xml"),
        SANS,
    ),
    ("ieee-802", "IEEE 802", include_str!("../../templates/ieee-802/document.xml"), SERIF),
];

const SANS: &str = include_str!("../../templates/shared/sans.xml");
const SERIF: &str = include_str!("../../templates/shared/serif.xml");

/// What all have in common.
const SHARED: [(&str, &str); 7] = [
    ("[Content_Types].xml", include_str!("../../templates/shared/content-types.xml")),
    ("_rels/.rels", include_str!("../../templates/shared/package-relations.xml")),
    ("docProps/core.xml", include_str!("../../templates/shared/core.xml")),
    ("word/_rels/document.xml.rels", include_str!("../../templates/shared/document-relations.xml")),
    ("word/header1.xml", include_str!("../../templates/shared/header.xml")),
    ("word/footer1.xml", include_str!("../../templates/shared/footer.xml")),
    ("word/settings.xml", include_str!("../../templates/shared/settings.xml")),
];

/// Returns the names of the forms that are built in, the plain letter first.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(name, ..)| *name)
}

/// Returns what a form is called in a sentence: "ITU-T"; the name itself for one that is not built in.
pub fn form_words(name: &str) -> &str {
    FORMS.iter().find(|(one, ..)| *one == name).map_or(name, |(_, words, ..)| words)
}

/// Returns the parts of a form.
pub(super) fn parts(name: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let (.., document, styles) = FORMS.iter().find(|(one, ..)| *one == name)?;
    let own = [("word/document.xml", *document), ("word/styles.xml", *styles)];
    let all = SHARED.into_iter().chain(own);
    Some(all.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect())
}
