package contract

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// Coverage is one vendor's row of the coverage table.
type Coverage struct {
	Vendor      string
	Operations  int
	Implemented int // operations with an op line
	// Examples are all example payloads, and Examined those that went through the client in a test and passed.
	Examples, Examined int
	// Errors are all documented (operation, error) pairs, and Served those that went through the client and passed.
	Errors, Served int
	// Events are the documented webhook events, and Typed those of which the package has a constant.
	Events, Typed int
	// Missing are the operations without an op line.
	Missing []string
}

// Cover counts, for each vendor, what the inventory has and what the package in root/<vendor> implements. A package that
// does not exist implements nothing. What tests covered is theirs to add.
func Cover(root string) ([]Coverage, error) {
	var rows []Coverage
	for _, vendor := range Vendors() {
		inv := Load(vendor)
		row := Coverage{Vendor: vendor, Operations: len(inv.Operations), Examples: len(inv.Examples)}
		for _, op := range inv.Operations {
			row.Examples += len(op.Examples)
			row.Errors += len(op.Errors)
		}
		scan, err := ScanOps(filepath.Join(root, vendor))
		if errors.Is(err, fs.ErrNotExist) {
			scan, err = &Scan{}, nil
		}
		if err != nil {
			return nil, err
		}
		row.Missing = scan.Missing(inv)
		row.Implemented = row.Operations - len(row.Missing)
		events := inv.WebhookEvents()
		if row.Events = len(events); row.Events > 0 {
			if row.Typed, err = typedEvents(filepath.Join(root, vendor), events); err != nil {
				return nil, err
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// The markers between which README.md shows the table.
const (
	CoverageBegin = "<!-- coverage:begin -->"
	CoverageEnd   = "<!-- coverage:end -->"
)

// CoverageTable writes the rows as a Markdown table.
func CoverageTable(rows []Coverage) string {
	var b strings.Builder
	b.WriteString("| vendor | operations | implemented | examples | errors | webhook events |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, r := range rows {
		events := "none"
		if r.Events > 0 {
			events = fmt.Sprintf("%d of %d", r.Typed, r.Events)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d of %d | %d of %d | %s |\n",
			r.Vendor, r.Operations, r.Implemented, r.Examined, r.Examples, r.Served, r.Errors, events)
	}
	return b.String()
}

// ReplaceCoverage returns the document with the table between the markers. It fails if a marker is missing.
func ReplaceCoverage(document, table string) (string, error) {
	head, rest, ok := strings.Cut(document, CoverageBegin)
	if !ok {
		return "", fmt.Errorf("contract: the marker %s is missing", CoverageBegin)
	}
	_, tail, ok := strings.Cut(rest, CoverageEnd)
	if !ok {
		return "", fmt.Errorf("contract: the marker %s is missing", CoverageEnd)
	}
	return head + CoverageBegin + "\n" + table + CoverageEnd + tail, nil
}
