//! Fields: words that Word computes; of their codes only addresses are read.

/// The longest code that is read, in bytes.
const LONGEST: usize = 4_000;
/// How many fields are followed within each other.
const DEEPEST: usize = 64;

/// The fields that are open within each other.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Fields that were too deep.
    ignored: usize,
}

#[derive(Debug, Default)]
struct Field {
    code: String,
    /// Whether its words have begun.
    is_shown: bool,
    has_link: bool,
}

impl Fields {
    /// A field begins.
    pub(super) fn begin(&mut self) {
        if self.open.len() < DEEPEST {
            self.open.push(Field::default());
        } else {
            self.ignored += 1;
        }
    }

    /// A stretch of its code comes.
    pub(super) fn code(&mut self, code: &str) {
        if let Some(field) = self.open.last_mut()
            && !field.is_shown
            && field.code.len() + code.len() <= LONGEST
        {
            field.code.push_str(code);
        }
    }

    /// Its words begin; returns the address that they lead to.
    pub(super) fn show(&mut self) -> Option<String> {
        let field = self.open.last_mut().filter(|_| self.ignored == 0)?;
        let target = target_of(&field.code).filter(|_| !field.is_shown);
        field.is_shown = true;
        field.has_link |= target.is_some();
        target
    }

    /// It ends; says whether the words of an address end with it.
    pub(super) fn end(&mut self) -> bool {
        if self.ignored > 0 {
            self.ignored -= 1;
            return false;
        }
        self.open.pop().is_some_and(|field| field.has_link)
    }
}

/// Returns the address in a code such as `HYPERLINK "mailto:ana@example.org"`.
pub(super) fn target_of(code: &str) -> Option<String> {
    let code = code.trim_start();
    let rest = code.get(9..).filter(|_| code[..9].eq_ignore_ascii_case("HYPERLINK"))?;
    let rest = rest.trim_start();
    let target = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next().filter(|word| !word.starts_with('\\')),
    };
    target.map(str::trim).filter(|target| !target.is_empty()).map(str::to_owned)
}
