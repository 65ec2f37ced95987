namespace ActorGaze.Tui.Reports;

/// <summary>The files that every page has inside it: looks, scripts, and the library that draws the curves.</summary>
internal static class PageParts
{
    /// <summary>In the order in which they need one another.</summary>
    private static readonly string[] Scripts = ["core.js", "curves.js", "scatter.js", "stage.js", "worth.js", "main.js"];

    private static readonly Lazy<string> AllStyle =
        new(() => Read("uPlot.min.css") + "\n" + Svg.Style + "\n" + Read("page.css") + Read("worth.css"));

    private static readonly Lazy<string> AllScript = new(() =>
        $"/*\n{Read("uPlot.LICENSE")}*/\n{Read("uPlot.iife.min.js")}\n"
        + $"(() => {{\n\"use strict\";\n{string.Concat(Scripts.Select(Read))}}})();\n");

    public static string Style => AllStyle.Value;

    public static string Script => AllScript.Value;

    private static string Read(string name)
    {
        using var file = new StreamReader(typeof(PageParts).Assembly.GetManifestResourceStream(name)!);
        return file.ReadToEnd();
    }
}
