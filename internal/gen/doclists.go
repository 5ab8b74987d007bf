package main

import (
	"fmt"
	"strings"
)

// allDoc is the comment of a list's iterator, without directive.
func (mt *method) allDoc() string {
	first := fmt.Sprintf("%s iterates over all rows of %s, which arrive while they are read. Limit is the size of a page; "+
		"%s if it is 0.", mt.all, mt.name, thousands(mt.Pagination.LimitMax))
	parts := []string{first + " " + mt.order()}
	if days := mt.periodDays(); days > 0 {
		parts = append(parts, mt.windows(days))
	}
	return strings.Join(append(parts, mt.promise()), "\n\n")
}

// order says by what the iterator sorts and which columns it asks for.
func (mt *method) order() string {
	_, key := mt.key()
	switch by := mt.sortField(); {
	case by != "" && key != "" && by != key:
		return fmt.Sprintf("It sorts by %s after the caller's Sort, and asks for %s and %s.", by, key, by)
	case by != "":
		return fmt.Sprintf("It sorts by %s after the caller's Sort.", by)
	case key != "":
		return fmt.Sprintf("It asks for %s.", key)
	}
	return ""
}

// windows says what happens to a long period.
func (mt *method) windows(days int) string {
	s := fmt.Sprintf("A period longer than %d days is read in windows, the oldest first", days)
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
		s = fmt.Sprintf("Many rows may share a %s or have none: some may be missed between pages.", by)
	case mt.periodDays() > 0 && by != "":
		s = "A period that is over neither loses nor repeats rows; one that still grows may."
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
		return fmt.Sprintf("%s returns the number of rows of %s, for one point in each window of %d days. [WithMetadata] gives "+
			"the metadata of the last window.", mt.count, mt.name, days)
	}
	return fmt.Sprintf("%s returns the number of rows of %s, for one point.", mt.count, mt.name)
}
