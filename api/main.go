// Command api is servicehall: the matter catalogue of a county government service hall. Run without a
// subcommand it serves.
//
//	@title			政务服务大厅事项目录
//	@version		1
//	@description	县级政务服务大厅的事项目录：事项、办事指南、一件事、部门、专区、窗口和统计。带有 demonstration: true 的记录是演示数据，不是任何县的真实数据。
//	@BasePath		/api/v1
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/pflag"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage marks an error of how the program was called.
var errUsage = errors.New("用法不对")

// command is one subcommand.
type command struct {
	name, usage, summary string
	operands             int
	run                  func(ctx context.Context, c *call) error
}

// some stands for one operand or more.
const some = -1

// call is one call of a subcommand.
type call struct {
	args           []string
	config         *config
	stdout, stderr io.Writer
}

func commands() []command {
	return []command{
		{"serve", "serve [--empty] [选项]", "提供目录服务（不写子命令时就是它）", 0, serve},
		{"import", "import 文件… [选项]", "导入 .xlsx、.csv 或者 .json，作为一次发布", some, importFiles},
		{"export", "export 文件 [--template]", "导出目录，格式由文件名决定", 1, exportFile},
		{"check", "check [--json]", "检查目录是否合乎规则，有错误时退出码为 1", 0, check},
		{"backup", "backup 文件", "备份数据库，服务不用停", 1, backup},
		{"restore", "restore 文件", "用备份恢复数据库，先停下服务；原来的数据库留在旁边", 1, restore},
		{"demo", "demo clear", "撤下全部演示数据，作为一次发布", 1, demonstration},
		{"healthcheck", "healthcheck", "询问正在运行的服务是否就绪", 0, healthcheck},
		{"version", "version", "显示版本", 0, version},
	}
}

// run is the whole program: it returns the exit code.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	all := commands()
	usage := "help"
	if i := slices.IndexFunc(all, func(c command) bool { return slices.Contains(args, c.name) }); i >= 0 {
		usage = all[i].usage // of the command that was meant, when its options cannot be read
	}
	err := func() error {
		cfg, operands, err := configure(args, environ)
		if err != nil {
			return err
		}
		name := "serve"
		if len(operands) > 0 {
			name, operands = operands[0], operands[1:]
		}
		i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
		switch {
		case name == "help":
			return pflag.ErrHelp
		case i < 0:
			return fmt.Errorf("%w：没有子命令 %s，请运行 help 查看全部子命令", errUsage, name)
		}
		usage = all[i].usage
		if flag := cfg.foreign(name); flag != "" {
			return fmt.Errorf("%w：%s 没有选项 --%s", errUsage, name, flag)
		}
		switch n := all[i].operands; {
		case n != 0 && len(operands) == 0:
			return fmt.Errorf("%w：%s 后面还要写别的", errUsage, name)
		case n != some && len(operands) != n:
			return fmt.Errorf("%w：%s 后面的参数不对：%s", errUsage, name, strings.Join(operands, " "))
		}
		return all[i].run(ctx, &call{args: operands, config: cfg, stdout: stdout, stderr: stderr})
	}()
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, pflag.ErrHelp):
		help(stdout, all)
		return exitDone
	case errors.Is(err, errUsage):
		fmt.Fprintf(stderr, "%v\n用法：%s\n", err, usage)
		return exitUsage
	default:
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
}

func help(w io.Writer, all []command) {
	fmt.Fprintln(w, "政务服务大厅事项目录")
	fmt.Fprintln(w)
	for _, c := range all {
		fmt.Fprintf(w, "  %-28s %s\n", c.usage, c.summary)
	}
	fmt.Fprintf(w, "\n选项（也可以写成环境变量）：\n%s", settingsHelp())
}
