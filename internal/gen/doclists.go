package main

import (
	"fmt"
	"strings"
)

// namedColumns is how many columns a comment names; of more it gives the count.
const namedColumns = 8

// defaultColumns ends the sentence on the columns that are asked for with those that
// come without being named, and those that do not.
func (mt *method) defaultColumns() string {
	const byDefault = "; none named returns those that come by default"
	var names []string
	for _, f := range mt.Response.Fields {
		if f.DefaultReply != nil && !*f.DefaultReply {
			names = append(names, f.Name)
		}
	}
	last := len(names) - 1
	switch all := len(mt.Response.Fields); {
	case last < 0:
		return byDefault + "."
	case len(names) == all:
		return "; none comes by default."
	case len(names) > namedColumns:
		return fmt.Sprintf("%s, %d of %d; [%s] marks the others.", byDefault, all-len(names), all, mt.result.name)
	case last == 0:
		return byDefault + ". Only if named comes " + names[0] + "."
	default:
		return byDefault + ". Only if named come " + conjoin(names) + "."
	}
}

// listedColumns is how many columns a comment lists of those that a Sort or a Filter
// takes; of more it names the exceptions, or gives the count.
const listedColumns = 12

// usable says which columns the "sort" or "filter" of a list takes.
func (mt *method) usable(param string) string {
	word := map[string]string{"sort": "Sortable", "filter": "Filterable"}[param]
	list, err := mt.columns()
	if err != nil {
		return "" // writeList reports it
	}
	var names, inside, others []string
	for _, c := range list {
		switch taken := param == "sort" && c.sortable || param == "filter" && c.filterable; {
		case taken && c.nested:
			inside = append(inside, c.name)
		case taken:
			names = append(names, c.name)
		case !c.nested:
			others = append(others, c.name)
		}
	}
	all := len(names) + len(inside)
	switch {
	case all == 0:
		return word + ": none."
	case all <= listedColumns:
		return word + ": " + strings.Join(append(names, inside...), ", ") + "."
	case len(others) <= listedColumns && len(inside) <= listedColumns:
		text := word + ": all columns"
		if len(others) > 0 {
			text += " but " + strings.Join(others, ", ")
		}
		if len(inside) > 0 {
			text += "; inside them " + strings.Join(inside, ", ")
		}
		return text + "."
	case len(inside) > 0:
		return fmt.Sprintf("%s: %d of %d columns, and %d fields inside them; the error about another has all of them in its Details.",
			word, len(names), len(names)+len(others), len(inside))
	}
	return fmt.Sprintf("%s: %d of %d columns; the error about another has all of them in its Details.",
		word, len(names), len(names)+len(others))
}

// allDoc is the comment of a list's iterator, without directive.
func (mt *method) allDoc() string {
	first := fmt.Sprintf("%s iterates over all rows of %s, which arrive while they are read. Limit is the size of a page; "+
		"%s if it is 0.", mt.all, mt.name, thousands(mt.Pagination.LimitMax))
	parts := []string{first + " " + mt.order()}
	if mt.periodDays() > 0 {
		parts = append(parts, mt.windows())
	}
	return strings.Join(append(parts, mt.promise()), "\n\n")
}

// order says by what the iterator sorts and which columns it asks for.
func (mt *method) order() string {
	_, key := mt.key()
	switch by := mt.sortField(); {
	case len(mt.tieFields()) > 0:
		columns := append([]string{by}, mt.tieFields()...)
		return fmt.Sprintf("It sorts by %s after the caller's Sort, and asks for them.", conjoin(columns))
	case by != "" && key != "" && by != key:
		return fmt.Sprintf("It sorts by %s after the caller's Sort, and asks for %s and %s.", by, key, by)
	case by != "":
		return fmt.Sprintf("It sorts by %s after the caller's Sort.", by)
	case key != "":
		return fmt.Sprintf("It asks for %s.", key)
	}
	return ""
}

// conjoin is a list in words: one and two, or one, two and three.
func conjoin(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// windows says what happens to a long period.
func (mt *method) windows() string {
	comma := ""
	if mt.calendarPeriod() {
		comma = ","
	}
	s := fmt.Sprintf("A period longer than %s%s is read in windows, the oldest first", mt.longestPeriod(), comma)
	if by := mt.timeField(); by != "" {
		s += fmt.Sprintf("; with Desc(%q) first in Sort, the newest first", by)
	}
	s += "."
	if mt.params.field("sort") != nil {
		s += " Another Sort orders the rows of each window only."
	}
	return s + " Offset does not go with several windows and is refused; Resume does."
}

// promise says what becomes of changing data and of too many rows.
func (mt *method) promise() string {
	_, key := mt.key()
	by := mt.sortField()
	var s string
	switch {
	case by == "" && key == "":
		s = "No column orders or identifies the rows: if they change meanwhile, rows may be missed or come twice."
	case by != "" && by != "id" && mt.periodDays() > 0 && by != mt.timeField():
		s = fmt.Sprintf("Many rows may share a %s or have none: of more than 1,000 such, some may be missed between pages.", by)
	case mt.periodDays() > 0 && by != "":
		s = "A period that is over neither loses nor repeats rows; one that still grows may."
		switch {
		case nearTies[mt.id()] != nil:
			s += fmt.Sprintf(" Rows that share both %s and %s may be missed or come twice where a page ends among them.", by, mt.tieFields()[0])
		case len(mt.tieFields()) > 0 || by == "id":
		case key == "":
			s = fmt.Sprintf("Only %s orders the rows: where the vendor gives those of one second no fixed order, some of a second that a "+
				"page ends in may be missed or come twice. A period that is over is complete otherwise; one that still grows may not be.", by)
		default:
			s += fmt.Sprintf(" Only %s orders the rows: those of one second are known by their ids where the list goes on, up to 1,000 of "+
				"them, and by their number beyond. [frontdesk.WithPrefetch] therefore fetches page after page.", by)
		}
	default:
		s = "If rows are added or removed meanwhile, some may be missed."
	}
	reach := thousands(mt.Pagination.OffsetMax + mt.Pagination.LimitMax)
	if by := mt.timeField(); by != "" && mt.periodDays() > 0 {
		return s + fmt.Sprintf(" A window of more than %s rows is read in several, cut at their %s; with another column first in Sort, "+
			"and with more rows in one second, it ends with [frontdesk.ErrPagingLimit].", reach, by)
	}
	s += fmt.Sprintf(" More than %s rows", reach)
	if mt.periodDays() > 0 {
		return s + " in a window end it with [frontdesk.ErrPagingLimit]: narrow them by Filter, or read shorter periods."
	}
	return s + " end it with [frontdesk.ErrPagingLimit]: narrow them by Filter."
}

// countDoc is the comment of a list's count, without directive.
func (mt *method) countDoc() string {
	if days := mt.periodDays(); days > 0 {
		return fmt.Sprintf("%s returns the number of rows of %s in the whole period, for one point in each window of %d days. It takes the "+
			"same params; Limit, Offset, Fields, Sort and Resume make no difference. [WithMetadata] gives the metadata of the last window.",
			mt.count, mt.name, days)
	}
	return fmt.Sprintf("%s returns the number of rows of %s, for one point. It takes the same params; Limit, Offset, Fields, Sort and "+
		"Resume make no difference.", mt.count, mt.name)
}
