using System.Collections.Immutable;
using ActorGaze.Nn.Parts;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">A word or two.</param>
/// <param name="Text">What was found; where it does not hold, also what to do.</param>
/// <param name="Stack">Of what the part's code threw; null where it threw nothing.</param>
public sealed record Finding(string Check, bool Holds, string Text, string? Stack = null);

/// <summary>What a check of a part that is no network found. Looking ends at the first thing that does not hold.</summary>
public sealed record PartReport(PartKind Kind, PartSpec Part, ImmutableArray<Finding> Findings)
{
    public bool Holds => Findings.All(finding => finding.Holds);
}

/// <summary>What has been looked at so far.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = [];

    public ImmutableArray<Finding> All => [.. _all];

    /// <exception cref="BrokenPartException">Something does not hold.</exception>
    /// <param name="part">What was looked at, as a message begins with it.</param>
    public void Require(string part)
    {
        if (_all.Find(finding => !finding.Holds) is { } wrong)
            throw new BrokenPartException($"{part} does not keep the contract: {wrong.Check}: {wrong.Text}", wrong.Stack);
    }

    /// <summary>False where it does not hold.</summary>
    /// <param name="keeping">Whether tensors that are made belong to the scope that is open; else they are disposed.</param>
    public bool Try(string check, Func<string> look, bool keeping = false)
    {
        try
        {
            using var scope = keeping ? null : NewDisposeScope();
            _all.Add(new Finding(check, true, look()));
            return true;
        }
        catch (BrokenPartException e)
        {
            _all.Add(new Finding(check, false, e.Message, e.CodeStack));
        }
        catch (InvalidInputException e)
        {
            _all.Add(new Finding(check, false, e.Message, e.InnerException?.ToString()));
        }
        catch (Exception e) when (e is not OutOfMemoryException) // whatever the part's code throws
        {
            _all.Add(new Finding(check, false, $"its code threw {e.GetType().Name}: {e.Message.Split('\n')[0].Trim()}", e.ToString()));
        }

        return false;
    }
}
