package salesmantest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// user is a user of the CRM.
type user struct {
	id           int64
	login, chief string
	// name is the login where it is "".
	name, uid, department           string
	role                            salesman.UserRole
	jobTitle                        string
	email, phone, extension, mobile string
	password, fax, birthday         string
	inactive                        bool
}

func (u *user) title() string { return cmp.Or(u.name, u.login) }

// User is a user to begin with; see [Server.PutUser].
type User struct {
	// ID is set by [Server.Users]; PutUser does not read it.
	ID int64
	// Login is required, Name is the login unless set.
	Login, Name string
	// Chief is the login of the user who sees what belongs to this one.
	Chief string
	// UID and DepartmentUID are ids in another system.
	UID, DepartmentUID string
	// Role is that of a head for a user without Chief, and that of a manager for one
	// with, unless set. It is shown, and decides nothing here.
	Role                            salesman.UserRole
	JobTitle                        string
	Email, Phone, Extension, Mobile string
	// Password, Fax and Birthday (YYYY-MM-DD) are stored and shown by no operation;
	// the server keeps a digest of the password.
	Password, Fax, Birthday string
	// Inactive users have left: they are listed all the same, and their leads are
	// not counted.
	Inactive bool
}

// AddUser adds a user and returns its id. chief is the login of the user who
// sees what belongs to this one; "" for none.
func (s *Server) AddUser(login, chief string) int64 {
	return s.PutUser(User{Login: login, Chief: chief, Email: login})
}

// PutUser stores a user, as if it had been there before, and returns its id. It
// takes the place of a user with that login, such as [Login] and [Manager], whose
// id stays.
func (s *Server) PutUser(u User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextUserID()
	if old := s.state.users[u.Login]; old != nil {
		id = old.id
	}
	s.state.users[u.Login] = &user{
		id: id, login: u.Login, chief: u.Chief, name: u.Name, uid: u.UID, department: u.DepartmentUID, role: u.Role, jobTitle: u.JobTitle,
		email: u.Email, phone: u.Phone, extension: u.Extension, mobile: u.Mobile, inactive: u.Inactive,
		password: u.Password, fax: u.Fax, birthday: u.Birthday,
	}
	return id
}

func (s *Server) nextUserID() int64 { return int64(len(s.state.users) + 2) }

// allUsers are the users in the order of their ids.
func (s *Server) allUsers() []*user {
	return slices.SortedFunc(maps.Values(s.state.users), func(a, b *user) int { return cmp.Compare(a.id, b.id) })
}

// idOf is the id of a login; 0 for an unknown one.
func (s *Server) idOf(login string) int64 {
	if u := s.state.users[login]; u != nil {
		return u.id
	}
	return 0
}

func (s *Server) userOf(id int64) *user {
	for _, u := range s.state.users {
		if u.id == id {
			return u
		}
	}
	return nil
}

// nobody is the name of no user.
const nobody = "Не определен"

// nameOf is the name of a user.
func (s *Server) nameOf(id int64) string {
	if u := s.userOf(id); u != nil {
		return u.title()
	}
	return nobody
}

// shortNameOf is a name without its third part.
func (s *Server) shortNameOf(id int64) string {
	name := s.nameOf(id)
	if parts := strings.Split(name, " "); len(parts) > 2 {
		return parts[0] + " " + parts[1]
	}
	return name
}

func (s *Server) userHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{"user.user": s.userInfo, "user.user_list": s.userList, "user.user_add": s.userAdd}
}

// orFalse shows an empty text as false: what a query without rows returns.
func orFalse(text string) any {
	if text == "" {
		return false
	}
	return text
}

// userInfo finds by the first key that is sent.
func (s *Server) userInfo(c *call) string {
	if page := c.quoteCrash("uid", "user", "iduser"); page != "" {
		return page
	}
	var found *user
	switch {
	case c.text("uid") != "":
		for _, u := range s.allUsers() {
			if found == nil && u.uid == c.text("uid") {
				found = u
			}
		}
	case c.text("user") != "":
		found = s.state.users[c.text("user")]
	case c.text("iduser") != "":
		found = s.userOf(c.number("iduser"))
	default:
		return crashPage(syntaxCrash("and identity = '1'"), "user.php", 150)
	}
	if found == nil || found.login == "" {
		return `{"error":{"code":"404","text":"Пользователь не найден"}}`
	}
	row := &object{}
	row.set("iduser", found.id)
	row.set("uid", orNull(found.uid))
	row.set("oid", orFalse(found.department))
	row.set("title", found.title())
	row.set("login", found.login)
	row.set("active", found.active())
	row.set("tip", found.roleName())
	row.set("user_post", found.jobTitle)
	row.set("email", orNull(found.email))
	row.set("phone", orNull(found.phone))
	row.set("phone_in", orNull(found.extension))
	row.set("mob", orNull(found.mobile))
	return encode(map[string]any{"data": row})
}

func (u *user) active() string {
	if u.inactive {
		return "no"
	}
	return "yes"
}

func (u *user) roleName() salesman.UserRole {
	switch {
	case u.role != "":
		return u.role
	case u.chief == "":
		return salesman.RoleHead
	}
	return salesman.RoleSalesManager
}

func (s *Server) userList(*call) string {
	rows := []*object{}
	for _, u := range s.allUsers() {
		row := &object{}
		row.set("iduser", u.id)
		row.set("uid", orNull(u.uid))
		row.set("oid", orFalse(u.department))
		row.set("title", u.title())
		row.set("login", u.login)
		row.set("email", orNull(u.email))
		row.set("active", u.active())
		rows = append(rows, row)
	}
	return encode(map[string]any{"data": rows})
}

// userAdd needs neither login nor password, stores neither mail address nor
// extension, and makes whoever is the first head the chief unless told another.
// It forgets a department that nobody is in.
func (s *Server) userAdd(c *call) string {
	if page := c.quoteCrash("boss", "otdel"); page != "" {
		return page
	}
	login := strings.TrimSpace(c.text("user"))
	if _, taken := s.state.users[login]; taken {
		return failure("406", "Ошибка: Такой логин уже существует")
	}
	if s.config.caseSensitive {
		return failure("500", "Table 'salesman.app_USER' doesn't exist в строке 1146")
	}
	added := &user{
		id: s.nextUserID(), login: login, name: c.text("title"), uid: c.text("uid"), jobTitle: c.text("user_post"),
		role:  cmp.Or(salesman.UserRole(c.text("tip")), salesman.RoleSalesManager),
		phone: c.text("phone"), mobile: c.text("mob"), chief: c.text("boss"),
		password: c.text("password"), fax: c.text("fax"), birthday: c.text("bday"),
	}
	for _, u := range s.allUsers() {
		if added.chief == "" && u.roleName() == salesman.RoleHead {
			added.chief = u.login
		}
		if u.department == c.text("otdel") {
			added.department = u.department
		}
	}
	s.state.users[login] = added
	return wrote("Success", added.id)
}
