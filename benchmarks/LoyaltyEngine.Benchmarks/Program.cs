using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// Each benchmark gets a process built for it; on a small machine that others use, too, building takes its time.
var config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
