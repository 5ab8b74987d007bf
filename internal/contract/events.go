package contract

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// WebhookEvents returns the names of the webhook events that the inventory has, sorted; none for a vendor without.
func (inv *Inventory) WebhookEvents() []string {
	raw := inv.facts["webhooks"]
	if raw == nil {
		return nil
	}
	var names []string
	collectEvents(raw, &names)
	slices.Sort(names)
	return slices.Compact(names)
}

// collectEvents looks for records with an event's name: HelpCrunch has them in families, SalesMan in one list.
func collectEvents(raw json.RawMessage, names *[]string) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, item := range list {
			collectEvents(item, names)
		}
		return
	}
	var record struct {
		Event  string          `json:"event"`
		Events json.RawMessage `json:"events"`
	}
	if json.Unmarshal(raw, &record) != nil {
		return
	}
	if record.Event != "" {
		*names = append(*names, record.Event)
	}
	if record.Events != nil {
		collectEvents(record.Events, names)
	}
}

// typedEvents counts the events of which the package in dir declares a constant.
func typedEvents(dir string, events []string) (int, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return 0, fmt.Errorf("contract: %w", err)
	}
	declared := map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return 0, fmt.Errorf("contract: %w", err)
		}
		for _, decl := range file.Decls {
			if constants, ok := decl.(*ast.GenDecl); ok && constants.Tok == token.CONST {
				addTexts(declared, constants)
			}
		}
	}
	count := 0
	for _, event := range events {
		if declared[event] {
			count++
		}
	}
	return count, nil
}

// addTexts adds the string literals of a declaration.
func addTexts(texts map[string]bool, decl ast.Node) {
	ast.Inspect(decl, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				texts[text] = true
			}
		}
		return true
	})
}
