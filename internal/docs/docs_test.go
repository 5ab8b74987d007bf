package docs_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/docs"
)

const root = "../.."

var update = flag.Bool("update", false, "renew what is generated: testdata/api, docs/error-codes.md, the matrix of README.md")

// golden compares a generated file with what it should hold, or renews it.
func golden(t *testing.T, file, want string) (have string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	if string(data) != want && *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
		return want
	}
	return string(data)
}

func pages(t *testing.T) []*docs.Page {
	t.Helper()
	found, err := docs.Pages(root)
	require.NoError(t, err)
	require.Greater(t, len(found), 13)
	return found
}
