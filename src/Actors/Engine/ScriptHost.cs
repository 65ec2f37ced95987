using System.Reflection;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Engine;

/// <summary>Makes the process of an F# script one in which an engine can train.</summary>
public static class ScriptHost
{
    private const string OwnFramework = "Microsoft.NETCore.App";
    private const string Missing = "Microsoft.AspNetCore.App";

    /// <summary>
    /// Call it first. F# Interactive has neither libtorch nor ASP.NET: libtorch is loaded as <see cref="LibTorch.Load()"/> finds it, and
    /// the assemblies of ASP.NET are taken from beside .NET's own.
    /// </summary>
    /// <exception cref="InvalidInputException">libtorch does not load.</exception>
    /// <exception cref="PreventedException">There is no libtorch.</exception>
    public static void Prepare()
    {
        AppDomain.CurrentDomain.AssemblyResolve += (_, asked) => Beside(new AssemblyName(asked.Name).Name!);
        LibTorch.Load();
    }

    private static Assembly? Beside(string name)
    {
        var own = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var file = Path.Combine(own.Replace(OwnFramework, Missing, StringComparison.Ordinal), $"{name}.dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }
}
