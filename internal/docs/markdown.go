package docs

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

// A Page is a Markdown file.
type Page struct {
	// File is its path below the root, with slashes.
	File   string
	Blocks []Block
	// Anchors are the names by which links reach its headings.
	Anchors map[string]bool
	Links   []Link
}

// A Block is fenced code.
type Block struct {
	// Language is the word behind the fence, such as "go".
	Language string
	// Line is the number of the first line of Text in the file.
	Line int
	// Text is without the fence's indentation.
	Text string
}

// A Link is a link of the prose.
type Link struct {
	Line   int
	Target string
}

// Pages reads all Markdown files below root, those of testdata excepted.
func Pages(root string) ([]*Page, error) {
	var pages []*Page
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".md":
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		page, err := readPage(filepath.ToSlash(file), string(text))
		if err != nil {
			return err
		}
		pages = append(pages, page)
		return nil
	})
	return pages, err
}

var (
	fence     = regexp.MustCompile("^( *)```(.*)$")
	heading   = regexp.MustCompile(`^#{1,6} +(.*?)(?: +#+)?$`)
	spans     = regexp.MustCompile("`[^`]*`")
	inline    = regexp.MustCompile(`\]\(([^)\s]+)(?: "[^"]*")?\)`)
	reference = regexp.MustCompile(`^\[[^\]]+\]: +(\S+)`)
)

func readPage(file, text string) (*Page, error) {
	page := &Page{File: file, Anchors: map[string]bool{}}
	var open *Block
	indent := ""
	for i, line := range strings.Split(text, "\n") {
		if m := fence.FindStringSubmatch(line); m != nil {
			switch {
			case open == nil:
				open, indent = &Block{Language: strings.TrimSpace(m[2]), Line: i + 2}, m[1]
			default:
				page.Blocks = append(page.Blocks, *open)
				open = nil
			}
			continue
		}
		if open != nil {
			open.Text += strings.TrimPrefix(line, indent) + "\n"
			continue
		}
		page.readProse(i+1, line)
	}
	if open != nil {
		return nil, fmt.Errorf("%s:%d: the code block has no end", file, open.Line-1)
	}
	return page, nil
}

func (p *Page) readProse(number int, line string) {
	if m := heading.FindStringSubmatch(line); m != nil {
		p.addAnchor(m[1])
	}
	prose := spans.ReplaceAllString(line, "")
	for _, m := range inline.FindAllStringSubmatch(prose, -1) {
		p.Links = append(p.Links, Link{number, m[1]})
	}
	if m := reference.FindStringSubmatch(prose); m != nil {
		p.Links = append(p.Links, Link{number, m[1]})
	}
}

// addAnchor names a heading as GitHub does: in lower case, without punctuation, with hyphens for spaces, and with a
// number behind it if the name is taken.
func (p *Page) addAnchor(title string) {
	title = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(title, "$1")
	name := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(title))
	anchor := name
	for n := 1; p.Anchors[anchor]; n++ {
		anchor = fmt.Sprintf("%s-%d", name, n)
	}
	p.Anchors[anchor] = true
}

// BrokenLinks returns what is wrong with the links between the pages and to files of the module; addresses of the web
// are not followed.
func BrokenLinks(root string, pages []*Page) []string {
	byFile := map[string]*Page{}
	for _, page := range pages {
		byFile[page.File] = page
	}
	var broken []string
	for _, page := range pages {
		for _, link := range page.Links {
			if strings.Contains(link.Target, "://") || strings.HasPrefix(link.Target, "mailto:") {
				continue
			}
			target, anchor, hasAnchor := strings.Cut(link.Target, "#")
			file := page.File
			if target != "" {
				file = path.Join(path.Dir(page.File), target)
			}
			where := fmt.Sprintf("%s:%d: %s", page.File, link.Line, link.Target)
			if _, err := os.Stat(filepath.Join(root, file)); err != nil {
				broken = append(broken, where+": there is no such file")
				continue
			}
			if to := byFile[file]; hasAnchor && (to == nil || !to.Anchors[anchor]) {
				broken = append(broken, where+": there is no such heading")
			}
		}
	}
	return broken
}

// runs finds what a command runs, tests or builds: folders of the module.
var runs = regexp.MustCompile(`\./[\w./-]+`)

// MissingFolders returns the folders that commands in shell blocks and in `go …` of the prose name and that do not
// exist. A path that ends in /... names the folder before it.
func MissingFolders(root string, page *Page) []string {
	text, err := os.ReadFile(filepath.Join(root, page.File))
	if err != nil {
		return []string{err.Error()}
	}
	var missing []string
	commands := regexp.MustCompile("(?:^|[ `=(])go (?:run|test|build|vet|doc|generate) [^`\n]*").FindAllString(string(text), -1)
	for _, command := range commands {
		command, _, _ = strings.Cut(command, "#")
		for _, folder := range runs.FindAllString(command, -1) {
			folder = strings.TrimSuffix(strings.TrimSuffix(folder, "..."), "/")
			folder = strings.TrimRight(folder, ".")
			if !isFolder(root, folder) && !isFolder(filepath.Join(root, path.Dir(page.File)), folder) {
				missing = append(missing, fmt.Sprintf("%s: %s: there is no folder %s", page.File, strings.TrimSpace(command), folder))
			}
		}
	}
	return missing
}
