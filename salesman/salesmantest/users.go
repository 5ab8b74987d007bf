package salesmantest

import (
	"cmp"
	"slices"
)

func (s *Server) userHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{"user.user": s.userInfo, "user.user_list": s.userList, "user.user_add": s.userAdd}
}

func userRow(u *user) *object {
	row := &object{}
	row.set("iduser", u.id)
	row.set("uid", nil)
	row.set("oid", false)
	row.set("title", u.login)
	row.set("login", u.login)
	row.set("active", "yes")
	row.set("email", u.login)
	return row
}

func (s *Server) userInfo(c *call) string {
	if c.text("user") == "" && c.number("iduser") == 0 && c.text("uid") == "" {
		return crashPage("Uncaught mysqli_sql_exception: You have an error in your SQL syntax", "user.php", 150)
	}
	for _, u := range s.state.users {
		if u.login == c.text("user") || u.id == c.number("iduser") {
			row := userRow(u)
			row.set("tip", "Менеджер продаж")
			row.set("user_post", "")
			row.set("phone", nil)
			row.set("phone_in", nil)
			row.set("mob", nil)
			return encode(map[string]any{"data": row})
		}
	}
	return `{"error":{"code":"404","text":"Пользователь не найден"}}`
}

func (s *Server) userList(*call) string {
	rows := []*object{}
	users := []*user{}
	for _, u := range s.state.users {
		users = append(users, u)
	}
	slices.SortFunc(users, func(a, b *user) int { return cmp.Compare(a.id, b.id) })
	for _, u := range users {
		rows = append(rows, userRow(u))
	}
	return encode(map[string]any{"data": rows})
}

func (s *Server) userAdd(c *call) string {
	login := c.text("user")
	if _, taken := s.state.users[login]; taken {
		return failure("406", "Ошибка: Такой логин уже существует")
	}
	id := int64(len(s.state.users) + 2)
	s.state.users[login] = &user{id: id, login: login, chief: c.text("boss")}
	reply := &object{}
	reply.set("result", "Success")
	reply.set("data", id)
	return encode(reply)
}
