package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// width is how long a comment's line may be, without indent and slashes.
const width = 84

// comment writes a text as // lines.
func comment(b *bytes.Buffer, indent, text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			b.WriteString(indent + "//\n")
		}
		line := indent + "//"
		for _, w := range strings.Fields(paragraph) {
			if len(line)+1+len(w) > width+len(indent) && line != indent+"//" {
				b.WriteString(line + "\n")
				line = indent + "//"
			}
			line += " " + w
		}
		b.WriteString(line + "\n")
	}
}

// verbs are the words with which summaries begin and that say what a method does.
var verbs = map[string]string{
	"List": "lists", "Create": "creates", "Delete": "deletes", "Update": "updates", "Upload": "uploads", "Change": "changes",
	"Start": "starts", "Move": "moves", "Reorder": "reorders", "Remove": "removes", "Connect": "connects", "Log": "logs",
	"Replace": "replaces", "Save": "saves", "Blacklist": "blacklists", "Disconnect": "disconnects", "Add": "adds", "Tag": "tags",
	"Comment": "comments", "Rename": "renames", "Find": "finds", "Generate": "generates", "Switch": "switches", "Open": "opens",
	"Mark": "marks", "Count": "counts", "Block": "blocks", "Turn": "turns", "Play": "plays", "Trigger": "triggers", "Put": "puts",
	"End": "ends", "Return": "returns", "Send": "sends", "Complete": "completes", "Take": "takes", "Aggregate": "aggregates",
	"Forecast": "forecasts",
}

// summary is the first sentence of a method's comment.
func (mt *method) summary() string {
	first, rest, _ := strings.Cut(mt.Summary, " ")
	verb, isVerb := verbs[first]
	rest = strings.NewReplacer(", then hang up", ", then hangs up", " and get ", " and gets ", " and drop ", " and drops ", "and enable ", "and enables ").
		Replace(rest)
	if first == "Call" && mt.verb() != "start" && mt.verb() != "make" {
		isVerb = false
	} else if first == "Call" {
		verb, isVerb = "calls", true
	}
	switch {
	case isVerb && mt.paged:
		return verb + " " + rest + ", one page"
	case isVerb:
		return verb + " " + rest
	case mt.paged:
		return "returns " + article(mt.Summary) + ", one page"
	}
	return "returns " + article(mt.Summary)
}

// article lowers the first letter of a noun phrase and puts "the" in front.
func article(phrase string) string {
	first, _, _ := strings.Cut(phrase, " ")
	lower := phrase
	if first != strings.ToUpper(first) {
		runes := []rune(phrase)
		runes[0] = unicode.ToLower(runes[0])
		lower = string(runes)
	}
	switch strings.ToLower(strings.TrimRight(first, ",")) {
	case "the", "a", "an", "how", "when", "why", "what", "where", "which", "who", "whether", "one":
		return lower
	}
	return "the " + lower
}

// methodDoc is the comment of the method that makes the call, without directive.
func (mt *method) methodDoc() string {
	parts := []string{mt.name + " " + mt.summary() + "." + mt.notes()}
	if text := purposes[mt.id()]; text != "" {
		parts = append(parts, text)
	}
	parts = append(parts, mt.terms())
	if mt.paged && mt.listFacts() != "" {
		parts = append(parts, mt.listFacts())
	}
	if text := mt.errorText(); text != "" {
		parts = append(parts, text)
	}
	parts = append(parts, mt.page())
	if mt.Deprecated {
		parts = append(parts, "Deprecated: the vendor marks the method as deprecated.")
	}
	return strings.Join(parts, "\n\n")
}

// page names the RPC method and the vendor's page.
func (mt *method) page() string {
	api := "data_api"
	if mt.callAPI {
		api = "call_api"
	}
	_, path, found := strings.Cut(mt.Source, ":"+api+"/")
	path, _, _ = strings.Cut(path, ",")
	path = strings.TrimSuffix(path, "/index.html")
	if !found || path == "" {
		return "RPC method: " + mt.RPCMethod
	}
	return "RPC method: " + mt.RPCMethod + ", https://comagic.github.io/" + api + "/" + path + "/"
}

// terms says who may call and what it costs.
func (mt *method) terms() string {
	var s []string
	if who := mt.callers(); who != "" {
		s = append(s, "For "+who+".")
	}
	if len(mt.Components) > 0 {
		s = append(s, "Needs the "+plural(len(mt.Components), "component")+" "+strings.Join(quoteAll(mt.Components), " and ")+".")
	}
	if len(mt.ComponentsAnyOf) > 0 {
		s = append(s, "Needs one of the components "+strings.Join(quoteAll(mt.ComponentsAnyOf), ", ")+".")
	}
	if len(mt.Permissions) > 0 {
		s = append(s, "Needs the "+plural(len(mt.Permissions), "permission")+" "+strings.Join(quoteAll(mt.Permissions), " and ")+".")
	}
	switch {
	case mt.Weight == nil:
		s = append(s, "The vendor does not document its cost.")
	case *mt.Weight == 1:
		s = append(s, "It costs 1 point.")
	default:
		s = append(s, fmt.Sprintf("It costs %d points.", *mt.Weight))
	}
	if mt.BatchLimit > 0 {
		s = append(s, fmt.Sprintf("At most %d items in a call.", mt.BatchLimit))
	}
	if text := mt.unknownOutcome(); text != "" {
		s = append(s, text)
	}
	return strings.Join(s, " ")
}

// unknownOutcome says of a write what an error that leaves it open means.
func (mt *method) unknownOutcome() string {
	const open = "If [frontdesk.Error.MayHaveHappened] says so of an error, "
	switch {
	case mt.Class == "unsafe" && mt.callAPI:
		return "It is never repeated once it was sent. " + open + "look with [CallsService.List] before calling again."
	case mt.Class == "unsafe" && mt.shownBy != "":
		return "It is not repeated once it may have been received. " + open + "look with [" + mt.shownBy + "] before calling again."
	case mt.Class == "unsafe":
		return "It is not repeated once it may have been received. " + open + "the vendor has no method that shows the outcome."
	case mt.Class == "idempotent" && mt.verb() == "delete":
		return "It may be repeated: that it is gone already ([frontdesk.ErrNotFound]) then means success."
	case mt.Class == "idempotent" && mt.verb() != "login" && mt.verb() != "logout":
		if text := repeats[mt.id()]; text != "" {
			return text
		}
		return "It may be repeated: the second time changes nothing more."
	}
	return ""
}

// serviceDoc is the comment of the service that a method is the first of.
func (mt *method) serviceDoc() string {
	if mt.callAPI {
		return "CallsService has the methods of the Call API: it starts calls and controls those in progress. It has a host, a " +
			"session and limits of its own; a client made by [Login] logs in there too, before its first call.\n\n" +
			"A call is started by one of the Start methods, which return its call_session_id; List shows the calls in progress " +
			"with their legs, whose ids DisconnectLeg takes. The vendor allows calls in this order only: Hold; then MakeCall, " +
			"which calls a third party, or Unhold; after MakeCall TransferTalk, which connects the contact with the third " +
			"party, or RestoreTalk, which returns to the contact. Anything else is refused with [CodeInvalidState] " +
			"([frontdesk.ErrConflict]). Calls are tagged here while they last, and with [TagsService.SetCommunications] of the " +
			"Data API afterwards."
	}
	return fmt.Sprintf("%sService has the methods of the vendor's group %s.", mt.service, strings.ReplaceAll(mt.Group, "_", " "))
}

func (mt *method) callers() string {
	words := map[string]string{"client": "clients", "agent": "agents", "partner": "agents"}
	var who []string
	for _, w := range []string{"client", "agent", "partner"} {
		if slices.Contains(mt.Who, w) && !slices.Contains(who, words[w]) {
			who = append(who, words[w])
		}
	}
	return strings.Join(who, " and ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func quoteAll(words []string) []string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	return quoted
}

// pageTalk marks notes about the vendor's pages rather than about the method.
var pageTalk = regexp.MustCompile(`page|JSON|table|sample|repaired|taken as|cell of|inferred|error list|structure block|belong inside|metadata\.`)

// notes are the inventory's notes that matter to a caller.
func (mt *method) notes() string {
	var b strings.Builder
	for note := range strings.SplitSeq(mt.Notes, ";") {
		note = strings.TrimSpace(note)
		if note == "" || pageTalk.MatchString(note) {
			continue
		}
		b.WriteString(" " + sentence(note))
	}
	return b.String()
}

// sentence makes a sentence of a phrase.
func sentence(phrase string) string {
	phrase = strings.TrimSpace(phrase)
	first, _, _ := strings.Cut(phrase, " ")
	if !strings.ContainsAny(first, "_.=") {
		runes := []rune(phrase)
		runes[0] = unicode.ToUpper(runes[0])
		phrase = string(runes)
	}
	if !strings.HasSuffix(phrase, ".") {
		phrase += "."
	}
	return phrase
}

// listFacts says how a list is bounded.
func (mt *method) listFacts() string {
	if mt.periodDays() > 0 {
		return fmt.Sprintf("The vendor takes periods of at most %s; %s reads a longer one in windows.", mt.longestPeriod(), mt.all)
	}
	return ""
}

// errorText lists the errors that are not every method's.
func (mt *method) errorText() string {
	var list []string
	for _, e := range mt.errors {
		if checkedBefore(e.Mnemonic) && (mt.Access == "read" || !mt.takes("filter") && !mt.takes("sort")) || e.Mnemonic == "date_interval_limit_reached" && mt.params.field("date_from") == nil {
			continue
		}
		list = append(list, mt.errorEntry(e))
	}
	switch {
	case mt.callAPI:
		// Those that every program that calls has to tell apart.
		list = append(list, "and those of every method of the Call API, such as [CodeForbidden], [CodeComponentDisabled] and [CodeLimitExceeded]")
	case len(list) > 0:
		list = append(list, "and those of every method (see docs/error-codes.md)")
	default:
		return ""
	}
	return "Errors: " + strings.Join(list, ", ") + "."
}

// errorEntry names a documented error, what it means and its sentinel.
func (mt *method) errorEntry(e rawError) string {
	kind, err := kindOf(e.Code, e.Mnemonic)
	if err != nil {
		return fmt.Sprintf("[%s] (%s)", codeConst(e.Mnemonic), e.Meaning) // errorsFile reports it
	}
	return fmt.Sprintf("[%s] (%s; [frontdesk.Err%s])", codeConst(e.Mnemonic), e.Meaning, kind)
}

// checkedBefore reports whether an error is of a sort or a filter that the client
// refuses before the vendor can. Writes without either have it in the vendor's lists.
func checkedBefore(mnemonic string) bool {
	return mnemonic == "sort_prohibited" || mnemonic == "filter_prohibited"
}

// common are the fields of all lists.
var common = map[string]string{
	"limit":  "Limit is how many rows to return, 1 to %s; the vendor's default is %s.",
	"offset": "Offset is how many rows to skip, at most %s.",
	"filter": "Filter narrows the list to rows that fit it.",
	"fields": "Fields are the columns to return, and no others",
	"sort":   "Sort orders the rows; the first key counts most.",
}

// fieldDoc is the comment of a field.
func (f *fieldType) fieldDoc() string {
	if t := f.owner; t.list != nil {
		p := t.list.Pagination
		switch f.wire {
		case "limit":
			return fmt.Sprintf(common[f.wire], thousands(p.LimitMax), thousands(p.LimitDefault))
		case "offset":
			return fmt.Sprintf(common[f.wire], thousands(p.OffsetMax))
		case "fields":
			return strings.Join(append([]string{common[f.wire] + t.list.defaultColumns()}, f.facts()...), " ")
		case "filter", "sort":
			return strings.Join(append([]string{common[f.wire], t.list.usable(f.wire)}, f.facts()...), " ")
		}
	}
	raw := f.raws[0]
	parts := append([]string{f.what(raw)}, f.facts()...)
	if f.deprecated() {
		parts = append(parts, "\n\nDeprecated: "+raw.replacement())
	}
	return strings.Join(parts, " ")
}

func (f *fieldType) deprecated() bool {
	return !slices.ContainsFunc(f.raws, func(raw fieldUse) bool { return !raw.Deprecated })
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// what says what the field is.
func (f *fieldType) what(raw fieldUse) string {
	doc := strings.TrimRight(cleanDoc(f.phrase(raw)), ".")
	if doc == "" {
		return f.goName + " is not described by the vendor."
	}
	first, rest, _ := strings.Cut(doc, " ")
	switch first {
	case "whether":
		return f.goName + " tells " + doc + "."
	case "may":
		return f.goName + " tells whether it " + doc + "."
	}
	if elem(raw.Type) == "boolean" {
		if imperative(first) {
			return f.goName + " tells to " + doc + "."
		}
		return f.goName + ": " + doc + "."
	}
	if imperative(first) && !raw.occurrence.result && rest != "" {
		return f.goName + " tells to " + doc + "."
	}
	is := " is "
	if strings.HasPrefix(raw.Type, "array<") {
		is = " are "
		if strings.HasSuffix(first, "list") || first == "which" || first == "the" {
			is = " is "
		}
	}
	return f.goName + is + article(doc) + "."
}

// phrase is what the inventory says of a field; of one that is several things in
// several places, what its glossary says of the name.
func (f *fieldType) phrase(raw fieldUse) string {
	if f.wire == "success" && raw.Type == "boolean" {
		return "whether the call succeeded" // the name is also a stage's, which the glossary tells of
	}
	for _, other := range f.raws {
		if other.Doc != raw.Doc && f.general != "" {
			return f.general
		}
	}
	return raw.Doc
}

// cleanDoc drops remarks about the vendor's pages.
func cleanDoc(doc string) string {
	return strings.TrimSpace(pageRemark.ReplaceAllString(doc, ""))
}

var pageRemark = regexp.MustCompile(` ?\((shown only|key shown|as in the JSON|to be removed)[^)]*\)`)

// removal begins the rule that names what replaces a deprecated field.
const removal = "to be removed"

var wireName = regexp.MustCompile(`[a-z]+(_[a-z]+)+`)

// replacement ends the line on a deprecated field.
func (f *rawField) replacement() string {
	for _, rule := range f.Rules {
		if strings.HasPrefix(rule, removal) {
			return wireName.ReplaceAllStringFunc(rule, goName) + "."
		}
	}
	return "the vendor marks it as deprecated."
}

// imperative reports whether a word is a verb that tells what to do.
func imperative(word string) bool {
	switch word {
	case "include", "collect", "substitute", "track", "ignore", "use", "copy", "offer", "queue", "keep", "show", "move", "connect",
		"let", "send", "return":
		return true
	}
	return false
}

// facts are the constraints of a field.
func (f *fieldType) facts() []string {
	raw := f.raws[0]
	var s []string
	add := func(format string, args ...any) { s = append(s, fmt.Sprintf(format, args...)) }
	if f.required {
		add("%s", f.requirement())
	}
	if raw.RequiredIf != "" {
		if strings.HasPrefix(raw.RequiredIf, "allowed") || strings.HasPrefix(raw.RequiredIf, "depends") {
			add("%s", sentence(raw.RequiredIf))
		} else {
			add("Required if %s.", raw.RequiredIf)
		}
	}
	s = append(s, bounds(raw.rawField)...)
	if text := defaultText(raw.Default); text != "" {
		add("The default is %s.", text)
	}
	if raw.Constraint != "" {
		add("%s", sentence(raw.Constraint))
	}
	if len(raw.OneOf) > 0 {
		add("One of %s is needed.", strings.Join(raw.OneOf, ", "))
	}
	for _, rule := range raw.Rules {
		if !f.deprecated() || !strings.HasPrefix(rule, removal) {
			add("%s", sentence(rule))
		}
	}
	if raw.AliasOf != "" {
		add("The vendor also calls it %s; one of the two names is real.", raw.AliasOf)
	}
	if f.everywhereHidden() {
		add("It comes only if asked for.")
	}
	return s
}

func bounds(raw *rawField) []string {
	var s []string
	add := func(format string, args ...any) { s = append(s, fmt.Sprintf(format, args...)) }
	switch {
	case raw.Min != nil && raw.Max != nil:
		add("From %v to %v.", *raw.Min, *raw.Max)
	case raw.Min != nil:
		add("At least %v.", *raw.Min)
	case raw.Max != nil:
		add("At most %v.", *raw.Max)
	}
	if raw.MinLength != nil && raw.MaxLength != nil {
		add("From %d to %d characters.", *raw.MinLength, *raw.MaxLength)
	} else if raw.MaxLength != nil {
		add("At most %d characters.", *raw.MaxLength)
	} else if raw.MinLength != nil {
		add("At least %d characters.", *raw.MinLength)
	}
	if raw.MinItems != nil {
		add("At least %d items.", *raw.MinItems)
	}
	if raw.MaxItems != nil {
		add("At most %d items.", *raw.MaxItems)
	}
	if elem(raw.Type) == "number" && len(raw.Enum) > 0 {
		words := make([]string, len(raw.Enum))
		for i, v := range raw.Enum {
			words[i] = string(v)
			if meaning := raw.EnumDocs[words[i]]; meaning != "" {
				words[i] += " (" + meaning + ")"
			}
		}
		add("One of %s.", strings.Join(words, ", "))
	}
	if raw.Format != "" && raw.Type != "datetime" && raw.Type != "date" {
		add("Format: %s.", raw.Format)
	}
	if raw.Type == "string" && strings.HasSuffix(raw.Name, "duration") {
		add("[ParseSeconds] reads it.")
	}
	if origin := origins[raw.Name]; origin != "" && raw.Required {
		add("%s", origin)
	}
	if raw.Pattern != "" {
		add("It fits %s.", raw.Pattern)
	}
	if raw.MaxPeriodDays > 0 {
		add("A period has at most %d days.", raw.MaxPeriodDays)
	}
	return s
}

// everywhereHidden reports whether a column never comes by default, in methods
// that can be asked for it: the vendor also says so of some that cannot.
func (f *fieldType) everywhereHidden() bool {
	return !slices.ContainsFunc(f.raws, func(raw fieldUse) bool {
		return !raw.occurrence.result || strings.Contains(raw.occurrence.place, ".") && !strings.HasSuffix(raw.occurrence.place, " result") ||
			raw.DefaultReply == nil || *raw.DefaultReply || !raw.occurrence.method.takesFields()
	})
}

// takesFields reports whether callers can choose columns.
func (mt *method) takesFields() bool { return mt.takes("fields") }

// takes reports whether the method has a parameter.
func (mt *method) takes(param string) bool {
	return slices.ContainsFunc(mt.Params, func(p *rawField) bool { return p.Name == param })
}

func defaultText(raw json.RawMessage) string {
	text := string(raw)
	switch text {
	case "", "null", "[]", "{}", `""`:
		return ""
	}
	return text
}
