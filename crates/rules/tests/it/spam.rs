//! What a policy keeps apart as spam.

use rules::Policy;

use crate::policy::IETF;

fn reasons<'p>(policy: &'p Policy, header: &[(&str, &str)]) -> Vec<&'p str> {
    policy.spam_reasons(|name| {
        let mine = header.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        mine.map(|(_, value)| (*value).to_owned()).collect()
    })
}

#[test]
fn what_mail_servers_mark_as_spam_is_told_from_what_they_do_not() {
    let policy = Policy::built_in("ietf").unwrap();
    let marked = "The mail server marked it as spam.";
    let points = "The mail server gave it more than 5 points for spam.";
    for (header, expected) in [
        (&[("x-spam-flag", "YES")][..], &[marked][..]),
        (&[("X-Spam-Flag", "NO")], &[]),
        (&[("X-Spam-Status", "Yes, score=7.2 required=5.0")], &[marked]),
        (&[("X-Spam-Status", "No, score=-1.2 required=5.0")], &[]),
        (&[("X-Spam-Score", "7.2 (+++++++)")], &[points]),
        (&[("X-Spam-Score", "5")], &[]),
        (&[("X-Spam-Score", "-9.1")], &[]),
        (&[("X-Spam-Score", "many")], &[]),
        (&[("X-Spam-Score", "1"), ("X-Spam-Score", "6.")], &[points]),
        (&[("X-Spam-Flag", "YES"), ("X-Spam-Status", "Yes, it is")], &[marked]),
        (&[], &[]),
    ] {
        assert_eq!(reasons(&policy, header), expected, "{header:?}");
    }
}

#[test]
fn a_form_with_stars_fits_the_whole_value() {
    let rule = |form: &str| {
        let rule = format!(
            "[[spam]]\nheader = \"X-A\"\nmatches = \"{form}\"\nreason = \"It is.\"\n[words]"
        );
        Policy::parse(&IETF.replacen("[words]", &rule, 1)).unwrap()
    };
    for (form, value, fits) in [
        ("bulk", "Bulk", true),
        ("bulk", "bulk mail", false),
        ("bulk*", "bulk mail", true),
        ("*bulk", "in bulk", true),
        ("a*b*c", "aXbYc", true),
        ("a*b*c", "aXcYb", false),
        ("a*a", "a", false),
        ("*über*", "so über it", true),
    ] {
        let is_spam = !reasons(&rule(form), &[("X-A", value)]).is_empty();
        assert_eq!(is_spam, fits, "{form} and {value}");
    }
}

#[test]
fn a_rule_that_cannot_be_is_refused_with_its_line() {
    let refusal = |rule: &str| {
        let text = IETF.replacen("[words]", &format!("[[spam]]\n{rule}\n[words]"), 1);
        Policy::parse(&text).unwrap_err().to_string()
    };
    let all = [
        "header = \"X-A\"\nreason = \"It is.\"",
        "header = \"X-A\"\ncontains = \"a\"\nover = 1\nreason = \"It is.\"",
        "header = \"X A:\"\ncontains = \"a\"\nreason = \"It is.\"",
        "header = \"X-A\"\nmatches = \"**\"\nreason = \"It is.\"",
        "header = \"X-A\"\ncontains = \"a\"\nreason = \"\"",
    ];
    insta::assert_snapshot!(all.map(refusal).join("\n"));
}
