package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// config is every setting of the program.
type config struct {
	Addr           string
	Database       string // path of the SQLite file
	LogFormat      string
	RateLimit      float64
	TrustedProxies []*net.IPNet
	MetricsAllow   []*net.IPNet

	Empty         bool   // serve
	DryRun        bool   // import
	CreateMissing bool   // import
	GoodRows      bool   // import
	Mapping       string // import: path
	Report        string // import: path
	Template      bool   // export
	JSON          bool   // check

	given []string // the commands' own flags that were set
}

// own is a flag of one subcommand.
type own struct{ name, command, summary string }

func ownFlags() []own {
	return []own{
		{"empty", "serve", "新建的数据库不装入演示目录"},
		{"dry-run", "import", "只检查，什么也不写"},
		{"create-missing", "import", "文件里写了、目录里没有的部门，新建"},
		{"accept-good-rows", "import", "没有错误的记录先导入，有错误的写进另一个文件"},
		{"mapping", "import", "对照文件，说明别处的列名和代码"},
		{"report", "import", "把检查结果写成文件：.json，或者 .xlsx（原表标红加批注）"},
		{"template", "export", "写空白的模板，不写数据"},
		{"json", "check", "按 JSON 显示"},
	}
}

func (c *config) register(flags *pflag.FlagSet) {
	flags.BoolVar(&c.Empty, "empty", false, "")
	flags.BoolVar(&c.DryRun, "dry-run", false, "")
	flags.BoolVar(&c.CreateMissing, "create-missing", false, "")
	flags.BoolVar(&c.GoodRows, "accept-good-rows", false, "")
	flags.StringVar(&c.Mapping, "mapping", "", "")
	flags.StringVar(&c.Report, "report", "", "")
	flags.BoolVar(&c.Template, "template", false, "")
	flags.BoolVar(&c.JSON, "json", false, "")
}

// foreign returns a flag that was set and is not the command's, or "".
func (c *config) foreign(command string) string {
	for _, name := range c.given {
		if i := slices.IndexFunc(ownFlags(), func(o own) bool { return o.name == name }); ownFlags()[i].command != command {
			return name
		}
	}
	return ""
}

// setting is a setting that is an environment variable and a flag.
type setting struct {
	env, flag, value, summary string
	apply                     func(c *config, value string) error
}

func settings() []setting {
	return []setting{
		{"HALL_ADDR", "addr", "127.0.0.1:8080", "监听的地址和端口", func(c *config, v string) error {
			if _, _, err := net.SplitHostPort(v); err != nil {
				return fmt.Errorf("%q 不是地址，请写成 127.0.0.1:8080", v)
			}
			c.Addr = v
			return nil
		}},
		{"HALL_DATABASE", "database", "sqlite:data/hall.db", "数据库", func(c *config, v string) error {
			path, ok := strings.CutPrefix(v, "sqlite:")
			if !ok || path == "" || path == ":memory:" {
				return fmt.Errorf("%q 不是数据库，请写成 sqlite:文件路径", v)
			}
			c.Database = path
			return nil
		}},
		{"HALL_LOG", "log", "text", "日志的格式，text 或者 json", func(c *config, v string) error {
			if v != "text" && v != "json" {
				return fmt.Errorf("%q 不是日志格式，可以用 text 或者 json", v)
			}
			c.LogFormat = v
			return nil
		}},
		{"HALL_RATE_LIMIT", "rate-limit", "50", "每个客户端每秒最多几个请求，0 表示不限", func(c *config, v string) error {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil || !(n >= 0 && n <= 1_000_000) {
				return fmt.Errorf("%q 不是每秒请求数，请写 0 到 1000000 的数", v)
			}
			c.RateLimit = n
			return nil
		}},
		{"HALL_TRUSTED_PROXIES", "trusted-proxies", "", "可信的代理网段，用逗号分开；只相信它们写的 X-Forwarded-For", func(c *config, v string) (err error) {
			c.TrustedProxies, err = networks(v)
			return err
		}},
		{"HALL_METRICS_ALLOW", "metrics-allow", "", "除本机外可以读 /metrics 的网段，用逗号分开", func(c *config, v string) (err error) {
			c.MetricsAllow, err = networks(v)
			return err
		}},
	}
}

func settingsHelp() string {
	var b strings.Builder
	for _, s := range settings() {
		fmt.Fprintf(&b, "  --%-18s %-22s %s", s.flag, s.env, s.summary)
		if s.value != "" {
			fmt.Fprintf(&b, "（默认 %s）", s.value)
		}
		b.WriteString("\n")
	}
	for _, o := range ownFlags() {
		fmt.Fprintf(&b, "  --%-18s %-22s %s\n", o.name, "（"+o.command+"）", o.summary)
	}
	return b.String()
}

// networks reads addresses and networks separated by commas.
func networks(s string) ([]*net.IPNet, error) {
	var out []*net.IPNet
	for _, part := range strings.Split(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if ip, err := netip.ParseAddr(part); err == nil {
			part = netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen()).String()
		}
		_, network, err := net.ParseCIDR(part)
		if err != nil {
			return nil, fmt.Errorf("%q 不是网段，请写成 10.0.0.0/8 或者 10.1.2.3", part)
		}
		out = append(out, network)
	}
	return out, nil
}

// configure reads the environment and the flags, which go before it, and returns the operands. A flag may stand
// before or after an operand. What is unknown is an error, not a silent typo.
func configure(args, environ []string) (*config, []string, error) {
	c := &config{}
	all := settings()
	env := map[string]string{}
	for _, line := range environ {
		key, value, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(key, "HALL_") {
			continue
		}
		if !slices.ContainsFunc(all, func(s setting) bool { return s.env == key }) {
			return nil, nil, fmt.Errorf("%w：不认识环境变量 %s，请运行 help 查看可以用的", errUsage, key)
		}
		env[key] = value
	}
	flags := pflag.NewFlagSet("servicehall", pflag.ContinueOnError)
	flags.SetOutput(nil)
	flags.Usage = func() {}
	values := map[string]*string{}
	for _, s := range all {
		values[s.flag] = flags.String(s.flag, s.value, s.summary)
	}
	c.register(flags)
	var unknown *pflag.NotExistError
	var noValue *pflag.ValueRequiredError
	switch err := flags.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		return nil, nil, err
	case errors.As(err, &unknown):
		return nil, nil, fmt.Errorf("%w：不认识选项 --%s", errUsage, unknown.GetSpecifiedName())
	case errors.As(err, &noValue):
		return nil, nil, fmt.Errorf("%w：选项 --%s 后面要写值", errUsage, noValue.GetSpecifiedName())
	case err != nil:
		return nil, nil, fmt.Errorf("%w：选项看不懂：%w", errUsage, err)
	}
	for _, s := range all {
		value, from := *values[s.flag], "--"+s.flag
		if fromEnv, ok := env[s.env]; ok && !flags.Changed(s.flag) {
			value, from = fromEnv, s.env
		}
		if err := s.apply(c, value); err != nil {
			return nil, nil, fmt.Errorf("%w：%s：%w", errUsage, from, err)
		}
	}
	for _, o := range ownFlags() {
		if flags.Changed(o.name) {
			c.given = append(c.given, o.name)
		}
	}
	return c, flags.Args(), nil
}
