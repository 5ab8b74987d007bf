package salesman

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestCatalog_HoldsWhatTheInventoryKnows(t *testing.T) {
	inv := contract.Load(contract.SalesMan)
	for _, op := range inv.Operations {
		fact, ok := factByID(op.ID)
		if !assert.True(t, ok, op.ID) {
			continue
		}
		assert.Equal(t, string(op.Class), fact.class.String(), op.ID)
		assert.Equal(t, op.CrashAfterWrite, fact.has(crashesAfterWrite), op.ID)
		assert.Equal(t, op.Response.Envelope == "(bare array)" && op.Class != contract.Safe, fact.has(itemised), op.ID)
		assert.Same(t, op, inv.Action(fact.endpoint, fact.action))
		found, ok := factOf(fact.endpoint, fact.action)
		assert.True(t, ok && found == fact, op.ID)
	}
	assert.Len(t, catalog, len(inv.Operations))
}

// TestOperations_AgreeWithTheCatalog reads the operations out of the source, so that
// none can be forgotten here.
func TestOperations_AgreeWithTheCatalog(t *testing.T) {
	classes := map[string]frontdesk.Class{
		"frontdesk.ClassSafe": safe, "frontdesk.ClassIdempotent": idempotent, "frontdesk.ClassUnsafe": unsafe,
	}
	seen := map[string]bool{}
	for _, literal := range operationLiterals(t) {
		id, path := unquoted(t, literal["ID"]), unquoted(t, literal["Path"])
		if id == "clientbyphone.open" {
			continue // a page for browsers
		}
		fact, ok := factByID(id)
		require.True(t, ok, id)
		seen[id] = true
		assert.Equal(t, fact.class, classes[literal["Class"]], id)
		assert.Equal(t, "/"+fact.endpoint, path, id)
		assert.Equal(t, "http.MethodPost", literal["Method"], id)
	}
	assert.Len(t, seen, len(catalog))
}

// operationLiterals returns the members of each transport.Operation that the package
// spells out with an ID, as source text.
func operationLiterals(t *testing.T) (found []map[string]string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			of, ok := literal.Type.(*ast.SelectorExpr)
			if !ok || of.Sel.Name != "Operation" {
				return true
			}
			members := map[string]string{}
			for _, element := range literal.Elts {
				pair := element.(*ast.KeyValueExpr)
				members[pair.Key.(*ast.Ident).Name] = string(source[pair.Value.Pos()-1 : pair.Value.End()-1])
			}
			if strings.HasPrefix(members["ID"], `"`) {
				found = append(found, members)
			}
			return true
		})
	}
	return found
}

func unquoted(t *testing.T, literal string) string {
	t.Helper()
	text, err := strconv.Unquote(literal)
	require.NoError(t, err, literal)
	return text
}

func TestErrorTable_GivesEveryKnownErrorItsKind(t *testing.T) {
	entries := 0
	for _, op := range contract.Load(contract.SalesMan).Operations {
		for _, e := range op.Errors {
			entries++
			kind := string(kindOf(op.ID, frontdesk.Code(e.Code), e.TextPrefix))
			want := e.Kind
			if want == "unchanged" {
				want = ""
			}
			assert.Equal(t, want, kind, "%s %s %q", op.ID, e.Code, e.TextPrefix)
			assert.Contains(t, KnownErrors(op.ID), KnownError{frontdesk.Code(e.Code), kindOf(op.ID, frontdesk.Code(e.Code), e.TextPrefix), e.TextPrefix, Source(e.Source)})
		}
	}
	t.Logf("%d errors of the inventory", entries)
	assert.NotZero(t, entries)
}

func TestSilenceRules_CoverEveryDetectableFailureOfTheInventory(t *testing.T) {
	for _, op := range contract.Load(contract.SalesMan).Operations {
		for _, failure := range op.SilentFailures {
			if !failure.Detectable || failure.Kind == "unchanged" {
				continue
			}
			_, byRule := silentRules[op.ID]
			_, byList := emptyListRules[op.ID]
			byID := op.Class != contract.Safe // judged by the id in the reply
			assert.True(t, byRule || byList || byID, "%s: %s", op.ID, failure.Sign)
		}
	}
}
