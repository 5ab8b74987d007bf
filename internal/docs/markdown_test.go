package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/docs"
)

func checker(t *testing.T) *docs.Checker {
	t.Helper()
	prelude, err := os.ReadFile("testdata/prelude.go")
	require.NoError(t, err)
	c, err := docs.NewChecker(string(prelude))
	require.NoError(t, err)
	return c
}

func TestPages_GoBlocksCompile(t *testing.T) {
	c, blocks := checker(t), 0
	for _, page := range pages(t) {
		for _, block := range page.Blocks {
			if block.Language != "go" {
				assert.False(t, strings.Contains(block.Text, " := "), "%s:%d: Go code is marked as such", page.File, block.Line)
				continue
			}
			blocks++
			for _, fault := range c.Check(page.File, block) {
				t.Error(fault)
			}
		}
	}
	assert.Greater(t, blocks, 20)
}

// README's blocks do more than compile: each stands in an example of the root package, which runs. There, clients have
// one more option, which leads them to a fake.
func TestPages_CodeOfReadmeIsRun(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "example*_test.go"))
	require.NoError(t, err)
	var examples strings.Builder
	for _, name := range files {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		examples.WriteString(strings.ReplaceAll(string(source), ", testServer)", ")"))
	}
	code, blocks := flush(examples.String()), 0
	for _, page := range pages(t) {
		for _, block := range page.Blocks {
			if page.File == "README.md" && block.Language == "go" {
				blocks++
				assert.True(t, strings.Contains(code, flush(block.Text)), "README.md:%d: no example has this code", block.Line)
			}
		}
	}
	assert.GreaterOrEqual(t, blocks, 6)
}

// flush returns code without indentation.
func flush(code string) string {
	var b strings.Builder
	for line := range strings.Lines(code) {
		b.WriteString(strings.TrimLeft(line, "\t"))
	}
	return b.String()
}

func TestPages_LinksLeadSomewhere(t *testing.T) {
	found, links := pages(t), 0
	for _, page := range found {
		links += len(page.Links)
	}
	assert.Greater(t, links, 20)
	assert.Empty(t, docs.BrokenLinks(root, found))
}

func TestPages_CommandsNameFoldersThatExist(t *testing.T) {
	for _, page := range pages(t) {
		assert.Empty(t, docs.MissingFolders(root, page))
	}
}

// A page that nothing links to is not found by readers; nor is an example.
func TestPages_ReadmeLinksToEachPageAndExample(t *testing.T) {
	linked := map[string]bool{}
	found := pages(t)
	for _, page := range found {
		for _, link := range page.Links {
			if page.File == "README.md" {
				target, _, _ := strings.Cut(link.Target, "#")
				linked[target] = true
			}
		}
	}
	for _, page := range found {
		if strings.HasPrefix(page.File, "docs/") {
			assert.True(t, linked[page.File], "README.md has no link to %s", page.File)
		}
	}
	examples, err := os.ReadDir(filepath.Join(root, "examples"))
	require.NoError(t, err)
	for _, example := range examples {
		if name := "examples/" + example.Name(); example.IsDir() {
			assert.True(t, linked[name], "README.md has no link to %s", name)
		}
	}
}

func TestChecker_FindsWhatDoesNotCompile(t *testing.T) {
	c := checker(t)
	for name, test := range map[string]struct{ code, fault string }{
		"statements":        {"customer, err := hc.Customers.Get(ctx, id)\n", ""},
		"a return":          {"if err != nil {\n\treturn err\n}\n", ""},
		"declarations":      {"func f(c *helpcrunch.Client) { _ = c.Close() }\n", ""},
		"a file":            {"package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println() }\n", ""},
		"no statement":      {"customer := …\n", "page.md:7"},
		"no declaration":    {"func f() {\n\tid := …\n}\n", "page.md:8"},
		"an unknown method": {"\nhc.Customers.Fetch(ctx, id)\n", "page.md:8: hc.Customers.Fetch undefined"},
		"a wrong argument":  {"hc.Customers.Get(ctx, \"1\")\n", "page.md:7: cannot use"},
		"an unknown name":   {"fmt.Println(nobody)\n", "undefined: nobody"},
		"an unused import":  {"package main\n\nimport \"fmt\"\n\nfunc main() {}\n", "imported and not used"},
	} {
		t.Run(name, func(t *testing.T) {
			faults := c.Check("page.md", docs.Block{Language: "go", Line: 7, Text: test.code})
			if test.fault == "" {
				assert.Empty(t, faults)
				return
			}
			require.NotEmpty(t, faults)
			assert.Contains(t, faults[0], test.fault)
		})
	}
}

func TestPages_BrokenOnesAreFound(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	require.NoError(t, os.Mkdir(filepath.Join(dir, "there"), 0o755))
	write("a.md", "# One `thing`, or two\n\n## Twice\n\n## Twice\n\n"+
		"[ok](b.md#the-other) [ok](#twice-1) [ok](#one-thing-or-two) [no](c.md) [no](b.md#nothing) `[no link](x.md)`\n\n"+
		"```sh\ngo run ./there && go test ./absent # go run ./not-looked-at\n```\n")
	write("b.md", "## The *other*\n\n```go\n# no heading\n[no link](x.md)\n```\n")
	found, err := docs.Pages(dir)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"a.md:7: c.md: there is no such file",
		"a.md:7: b.md#nothing: there is no such heading",
	}, docs.BrokenLinks(dir, found))
	missing := docs.MissingFolders(dir, found[0])
	require.Len(t, missing, 1)
	assert.Contains(t, missing[0], "./absent")

	write("c.md", "```go\nwithout end\n")
	_, err = docs.Pages(dir)
	assert.ErrorContains(t, err, "c.md:1: the code block has no end")
}
