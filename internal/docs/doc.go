// Package docs holds the Markdown pages and the exported API to what the code does.
//
//   - [Pages] reads the pages: their Go and shell blocks, headings and links. Tests type-check every Go block, follow
//     every link and anchor, and look for the folders that commands name.
//   - [API] writes the exported API of a package as one line for each symbol. The tests compare it with
//     testdata/api, so that each change of the API is seen in review.
//   - [ErrorCodes] writes docs/error-codes.md from the inventories and the constants of the code. The matrix of features
//     in README.md comes from a test, which finds out what each client does.
//
// What is written is renewed by
//
//	go test ./internal/docs -update
package docs

import (
	"os"
	"path/filepath"
)

// Module is the module's path.
const Module = "github.com/frontdesk-go/frontdesk"

// PublicPackages are the folders of the packages that users import.
func PublicPackages() []string {
	return []string{
		".", "frontdesktest",
		"helpcrunch", "helpcrunch/helpcrunchtest",
		"salesman", "salesman/salesmantest",
		"liveagent", "liveagent/liveagenttest",
		"comagic", "comagic/comagictest",
	}
}

// importPath returns the import path of a folder of the module.
func importPath(folder string) string {
	if folder == "." {
		return Module
	}
	return Module + "/" + folder
}

// isFolder reports whether a path below root is a folder.
func isFolder(root, path string) bool {
	info, err := os.Stat(filepath.Join(root, path))
	return err == nil && info.IsDir()
}
