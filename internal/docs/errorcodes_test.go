package docs_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/docs"
)

func TestErrorCodes_PageIsCurrent(t *testing.T) {
	want, err := docs.ErrorCodes(root)
	require.NoError(t, err)
	have := golden(t, filepath.Join(root, "docs", "error-codes.md"), want)
	if have != want {
		t.Error("docs/error-codes.md is not current; run go test ./internal/docs -run ErrorCodes -update")
	}
}

func TestErrorCodes_PageHasEveryKindAndCode(t *testing.T) {
	page, err := docs.ErrorCodes(root)
	require.NoError(t, err)
	assert.NotContains(t, page, "unknown kind")
	for _, kind := range frontdesk.Kinds() {
		assert.Contains(t, page, "| `"+string(kind)+"` | `frontdesk.Err")
	}
	codes := 0
	for _, vendor := range contract.Vendors() {
		for _, op := range contract.Load(vendor).Operations {
			for _, e := range op.Errors {
				code := e.Code
				if e.Mnemonic != "" {
					code = e.Mnemonic
				}
				if code == "" || strings.HasPrefix(code, "<") {
					continue
				}
				codes++
				if !strings.Contains(page, "| `"+code+"` | `Code") {
					t.Errorf("%s: %s is not on the page, or has no constant", op, code)
				}
			}
		}
	}
	assert.Greater(t, codes, 10_000)
}
