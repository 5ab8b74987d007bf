package frontdesktest

import (
	"cmp"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// pseudonyms gives made-up values out for personal ones: the same for the same,
// so that what belonged together in several exchanges still does. It is not
// safe for concurrent use.
type pseudonyms struct {
	given map[string]int // by kind and key of the value
	next  map[FieldKind]int
	// spoken are values that are looked for in texts, with what replaces them, and
	// begun are the same by how they begin, the longest first.
	spoken map[string]string
	begun  map[string][]string
}

func newPseudonyms() *pseudonyms {
	return &pseudonyms{given: make(map[string]int), next: make(map[FieldKind]int), spoken: make(map[string]string), begun: make(map[string][]string)}
}

// mask stands in the place of a credential, as in package redact.
const mask = "REDACTED"

// The shapes of values, by which they are recognised whatever their field.
var (
	emailPattern = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)
	phonePattern = regexp.MustCompile(`\+\d(?:[ ().-]{0,2}\d){8,14}`)
	barePhone    = regexp.MustCompile(`^[78]\d{10}$`)
	linkPattern  = regexp.MustCompile(`^(?:https?:)?//[^\s"<>]+$`)
	datePattern  = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)
	plainWords   = regexp.MustCompile(`(?i)^(?:|.|yes|no|on|off|true|false|null|none|n/a|all|any)$`)
)

// pseudonymPattern finds what pseudonyms made, or this package's masks.
var pseudonymPattern = regexp.MustCompile(`person-\d+@example\.com` +
	`|\+?1[2-9]\d\d55501\d\d(?:x\d+)?` +
	`|(?:Person|Text|Address) \d+` +
	`|https://example\.com/link-\d+` +
	`|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|198\.1[89]\.\d+\.\d+|2001:db8::[0-9a-f]+` +
	`|7770{3}\d{6,}|190\d-\d\d-\d\d|` + mask)

// isPseudonym reports whether text is one whole, and so nobody's.
func isPseudonym(text string) bool {
	at := pseudonymPattern.FindStringIndex(text)
	return at != nil && at[0] == 0 && at[1] == len(text)
}

// of returns what stands in the place of a value of that kind.
func (p *pseudonyms) of(kind FieldKind, value string) string {
	trimmed := strings.TrimSpace(value)
	if plainWords.MatchString(trimmed) || isPseudonym(trimmed) {
		return value
	}
	digits := onlyDigits(trimmed)
	switch {
	case kind == FieldSecret:
		return mask
	case kind == FieldDate && strings.HasPrefix(trimmed, madeUpDecade):
		return value
	case kind == FieldEmail || kind == FieldPhone:
		return p.list(kind, value)
	case linkPattern.MatchString(trimmed):
		return p.give(FieldLink, trimmed)
	case kind == FieldIP, kind == FieldLink, kind == FieldNumber, kind == FieldDate:
		return p.give(kind, trimmed)
	case emailWhole(trimmed):
		return p.give(FieldEmail, trimmed)
	case phoneWhole(trimmed):
		return p.give(FieldPhone, trimmed)
	case len(digits) == len(trimmed) && len(digits) < 10:
		return value // an id: needed to tell records apart
	case len(digits) == len(trimmed):
		return p.give(FieldNumber, trimmed)
	}
	return p.give(kind, trimmed)
}

// list replaces the values of a list such as "a@example.org, b@example.org",
// keeping what separates them.
func (p *pseudonyms) list(kind FieldKind, value string) string {
	var b strings.Builder
	for value != "" {
		end := strings.IndexAny(value, ",;\n")
		if end < 0 {
			end = len(value)
		}
		item := strings.TrimSpace(value[:end])
		lead := strings.Index(value, item)
		b.WriteString(value[:lead])
		b.WriteString(p.one(kind, item))
		b.WriteString(value[lead+len(item) : end])
		if end < len(value) {
			b.WriteByte(value[end])
			end++
		}
		value = value[end:]
	}
	return b.String()
}

func (p *pseudonyms) one(kind FieldKind, item string) string {
	digits := onlyDigits(item)
	switch {
	case plainWords.MatchString(item) || isPseudonym(item):
		return item
	case emailWhole(item):
		return p.give(FieldEmail, item)
	case kind == FieldPhone && len(digits) == len(item) && len(digits) < 7:
		return item // an extension
	case kind == FieldPhone && len(digits) >= 5:
		return p.give(FieldPhone, item)
	}
	return p.give(FieldText, item)
}

// inText replaces what is personal by its shape in a text of no known kind.
func (p *pseudonyms) inText(text string) string {
	if trimmed := strings.TrimSpace(text); barePhone.MatchString(trimmed) && !isPseudonym(trimmed) {
		return p.give(FieldPhone, trimmed)
	}
	return p.inName(text)
}

// inName is inText for what tells records and fields apart: there a number without
// plus is an id.
func (p *pseudonyms) inName(text string) string {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "" || isPseudonym(trimmed):
		return text
	case linkPattern.MatchString(trimmed):
		return p.give(FieldLink, trimmed)
	}
	if strings.Contains(text, "@") {
		text = emailPattern.ReplaceAllStringFunc(text, func(s string) string { return p.foreign(FieldEmail, s) })
	}
	if strings.Contains(text, "+") {
		text = p.phonesIn(text)
	}
	return text
}

// phonesIn replaces the telephone numbers in a text. What has more digits than they can
// have is none.
func (p *pseudonyms) phonesIn(text string) string {
	var b strings.Builder
	written := 0
	for _, at := range phonePattern.FindAllStringIndex(text, -1) {
		if !insideNumber(text, at[0], at[1]) {
			b.WriteString(text[written:at[0]])
			b.WriteString(p.foreign(FieldPhone, text[at[0]:at[1]]))
			written = at[1]
		}
	}
	b.WriteString(text[written:])
	return b.String()
}

func (p *pseudonyms) foreign(kind FieldKind, s string) string {
	if isPseudonym(s) || strings.Contains(s, mask) { // what is masked in part was none before
		return s
	}
	return p.give(kind, s)
}

// known replaces values that were personal elsewhere.
func (p *pseudonyms) known(text string) string {
	if len(p.spoken) == 0 || len(text) < minSpoken {
		return text
	}
	var b strings.Builder
	for at := pseudonymPattern.FindStringIndex(text); at != nil; at = pseudonymPattern.FindStringIndex(text) {
		p.replace(&b, text[:at[0]])
		b.WriteString(text[at[0]:at[1]])
		text = text[at[1]:]
	}
	p.replace(&b, text)
	return b.String()
}

// replace writes text with what stands in the place of the values in it. Of two that
// begin at one place the longer is meant.
func (p *pseudonyms) replace(b *strings.Builder, text string) {
	written := 0
	for at := 0; at+minSpoken <= len(text); at++ {
		for _, value := range p.begun[text[at:at+minSpoken]] {
			if strings.HasPrefix(text[at:], value) && !insideNumber(text, at, at+len(value)) {
				b.WriteString(text[written:at])
				b.WriteString(p.spoken[value])
				written = at + len(value)
				at = written - 1
				break
			}
		}
	}
	b.WriteString(text[written:])
}

// insideNumber reports whether a longer number goes on at one of the ends of a part of
// a text: then the part is not the number that is meant, but digits of an id. Zeros
// in front are those of a dialled number.
func insideNumber(text string, from, to int) bool {
	digit := func(at int) bool { return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9' }
	if digit(to-1) && digit(to) {
		return true
	}
	before := from - 1
	for digit(before) && text[before] == '0' {
		before--
	}
	return digit(from) && digit(before)
}

// say makes a value one that is looked for in texts.
func (p *pseudonyms) say(value, made string) {
	p.spoken[value] = made
	begin := value[:minSpoken]
	p.begun[begin] = append(p.begun[begin], value)
	slices.SortFunc(p.begun[begin], func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
}

// give returns the pseudonym of a value, which it has from now on.
func (p *pseudonyms) give(kind FieldKind, value string) string {
	key := string(kind) + " " + keyOf(kind, value)
	n, ok := p.given[key]
	if !ok {
		n = p.next[kind]
		p.next[kind]++
		p.given[key] = n
	}
	made := makeUp(kind, n, value)
	if worthKnowing(kind, value) && p.spoken[value] == "" {
		p.say(value, made)
		if escaped := url.QueryEscape(value); escaped != value && p.spoken[escaped] == "" {
			p.say(escaped, url.QueryEscape(made))
		}
	}
	return made
}

// minSpoken is the length in bytes from which a value is looked for in texts.
const minSpoken = 7

// worthKnowing reports whether a value can be looked for in texts without
// hitting ordinary words: one word of a name or a note cannot.
func worthKnowing(kind FieldKind, value string) bool {
	switch kind {
	case FieldName, FieldText, FieldAddress:
		return len(value) >= minSpoken && strings.ContainsAny(value, " @") && utf8.RuneCountInString(value) <= 1000
	case FieldDate:
		return false
	}
	return len(value) >= minSpoken
}

// keyOf is what spellings of one value have in common.
func keyOf(kind FieldKind, value string) string {
	switch kind {
	case FieldEmail:
		return strings.ToLower(value)
	case FieldPhone, FieldNumber:
		if digits := onlyDigits(value); digits != "" {
			return digits
		}
	}
	return value
}

// makeUp returns the n-th value of a kind, in the manner of the one that it
// replaces.
func makeUp(kind FieldKind, n int, like string) string {
	switch kind {
	case FieldEmail:
		return fmt.Sprintf("person-%d@example.com", n+1)
	case FieldPhone:
		return makeUpPhone(n, like)
	case FieldName:
		return fmt.Sprintf("Person %d", n+1)
	case FieldAddress:
		return fmt.Sprintf("Address %d", n+1)
	case FieldLink:
		return fmt.Sprintf("https://example.com/link-%d", n+1)
	case FieldIP:
		return makeUpIP(n, like)
	case FieldNumber:
		return fmt.Sprintf("777%0*d", max(len(onlyDigits(like))-3, 9), n+1)
	case FieldDate:
		return makeUpDate(n, like)
	default:
		return fmt.Sprintf("Text %d", n+1)
	}
}

// makeUpPhone counts through the numbers 555-0100 to 555-0199 of 800 areas,
// which are nobody's.
func makeUpPhone(n int, like string) string {
	const perArea, areas = 100, 800
	number := fmt.Sprintf("1%03d55501%02d", 200+n/perArea%areas, n%perArea)
	if n >= perArea*areas {
		number += "x" + strconv.Itoa(n/(perArea*areas))
	}
	if onlyDigits(like) == like {
		return number
	}
	return "+" + number
}

// makeUpIP counts through the networks that documentations may use.
func makeUpIP(n int, like string) string {
	if addr, err := netip.ParseAddr(like); err == nil && addr.Is6() && !addr.Is4In6() {
		return fmt.Sprintf("2001:db8::%x", n+1)
	}
	const each = 254
	if networks := []string{"192.0.2", "198.51.100", "203.0.113"}; n < each*len(networks) {
		return fmt.Sprintf("%s.%d", networks[n/each], n%each+1)
	}
	n -= 3 * each
	return fmt.Sprintf("198.%d.%d.%d", 18+n>>16&1, n>>8&0xff, n&0xff)
}

// madeUpDecade begins the dates that makeUpDate returns.
const madeUpDecade = "190"

func makeUpDate(n int, like string) string {
	if !datePattern.MatchString(like) {
		return fmt.Sprintf("Text %d", n+1)
	}
	const days = 3650 // from 1900 to 1909
	return time.Date(1900, time.January, 2+n%days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + like[len(time.DateOnly):]
}

func onlyDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

func emailWhole(s string) bool {
	at := emailPattern.FindStringIndex(s)
	return at != nil && at[0] == 0 && at[1] == len(s)
}

func phoneWhole(s string) bool {
	at := phonePattern.FindStringIndex(s)
	return barePhone.MatchString(s) || at != nil && at[0] == 0 && at[1] == len(s)
}
