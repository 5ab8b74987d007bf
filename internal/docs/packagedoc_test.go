package docs_test

import (
	"go/doc/comment"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/docs"
)

// The package comments of the clients, which newcomers read first, begin with code that makes a client, and all of their
// code compiles.
func TestPackageComments_CodeCompiles(t *testing.T) {
	c := checker(t)
	for _, vendor := range contract.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			file := filepath.Join(root, vendor, "doc.go")
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
			require.NoError(t, err)
			var p comment.Parser
			blocks := 0
			for _, block := range p.Parse(parsed.Doc.Text()).Content {
				code, ok := block.(*comment.Code)
				if !ok {
					continue
				}
				if blocks++; blocks == 1 {
					assert.Contains(t, code.Text, " := "+vendor+".New(", "the first code")
				}
				assert.Empty(t, c.Check("doc.go", docs.Block{Language: "go", Line: 1, Text: code.Text}), code.Text)
			}
			assert.Positive(t, blocks)
		})
	}
}
