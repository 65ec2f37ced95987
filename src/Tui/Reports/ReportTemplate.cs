using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;

namespace ActorGaze.Tui.Reports;

/// <summary>An embedded template in Liquid. It may be used by several threads at once.</summary>
internal sealed class ReportTemplate
{
    private static readonly FluidParser Parser = new();

    private readonly IFluidTemplate _template;
    private readonly TextEncoder _encoder;

    private readonly TemplateOptions _options = new()
    {
        StrictVariables = true, // a name that the page does not have is a bug
        StrictFilters = true,
        Greedy = false, // {%- and -%} take the rest of their line, and no empty line beside it
        MemberAccessStrategy = UnsafeMemberAccessStrategy.Instance, // the templates are the program's own
    };

    /// <param name="name">The file's, in the folder Templates.</param>
    /// <param name="text">What is done to text before it is encoded.</param>
    public ReportTemplate(string name, Func<string, string> text, TextEncoder encoder)
    {
        _encoder = encoder;
        _options.ValueConverters.Add(value => value switch
        {
            PageText shown => new StringValue(text(shown.Value)),
            PageMarkup markup => new StringValue(markup.Value, encode: false),
            _ => null,
        });
        using var file = new StreamReader(typeof(ReportTemplate).Assembly.GetManifestResourceStream(name)!);
        _template = Parser.Parse(file.ReadToEnd());
    }

    public string Of(ReportPage page) => _template.Render(new TemplateContext(page, _options), _encoder);
}
