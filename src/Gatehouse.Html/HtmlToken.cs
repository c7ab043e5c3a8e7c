using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>A chunk of text, a comment or an end tag: something that stands in one place.</summary>
public abstract class HtmlToken : HtmlUnit
{
    private protected HtmlToken(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>Puts content before this, behind what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Before(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.Append(ref Around.Before, content, kind);
    }

    /// <summary>Puts content behind this, before what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void After(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.InsertFirst(ref Around.After, content, kind);
    }

    /// <summary>Puts content in the place of this, and of what replaced it earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Replace(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.Replace(ref Around.Replacement, content, kind);
        Around.IsRemoved = true;
    }

    /// <summary>Takes this out. What is put before and after it stays.</summary>
    public void Remove()
    {
        MustBeShown();
        Around.IsRemoved = true;
    }
}
