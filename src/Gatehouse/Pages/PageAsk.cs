namespace Gatehouse.Pages;

/// <summary>What a request is for, as far as it says so.</summary>
internal enum PageAsk
{
    /// <summary>Its method never asks for a page.</summary>
    Never,

    /// <summary>A part of a page: a script's fetch, an image, a style sheet.</summary>
    Part,

    /// <summary>It does not say: an old browser, plain http, a tool.</summary>
    Unsaid,

    /// <summary>A document of its own, in a window, a frame or an element.</summary>
    Navigation,
}
