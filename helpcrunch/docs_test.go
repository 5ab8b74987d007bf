package helpcrunch_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

var directive = regexp.MustCompile(`(?m)^// Operation: (\S+), (\S+)\.\n//\n//frontdesk:(op|uses) helpcrunch (\S+)$`)

// TestDocs_EveryMethodNamesItsOperation: faults and counts of the kits take these
// names, so the documentation shows them.
func TestDocs_EveryMethodNamesItsOperation(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	methods, directives := 0, 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		directives += strings.Count(string(source), "\n//frontdesk:")
		for _, m := range directive.FindAllStringSubmatch(string(source), -1) {
			methods++
			op := contract.Load(contract.HelpCrunch).Operation(m[1])
			require.NotNil(t, op, m[1])
			assert.Equal(t, m[1], m[4])
			assert.Equal(t, string(op.Class), m[2], m[1])
		}
	}
	assert.Equal(t, directives, methods)
	assert.Equal(t, 31+8, methods)
}
